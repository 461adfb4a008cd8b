import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { Appeal, Question } from '../../api/types';
import { texts } from '../../texts';
import styles from './CoveredQuestions.module.css';

interface Props {
  questions: Question[];
  covered: string[];
  cover: (questions: string[]) => void;
  writing: boolean;
  goes: Appeal['reply_goes'];
}

/** Which open questions the reply answers, and what that means for the appeal. */
export function CoveredQuestions({ questions, covered, cover, writing, goes }: Props) {
  const open = questions.filter((question) => question.state === 'open');
  if (open.length === 0) return null;
  const left = open.length - covered.length;
  return (
    <Checkbox.Group value={covered} onChange={cover} label={texts.composer.answers}>
      <Stack gap={6} mt={6}>
        {open.map(({ id, position, text }) => (
          <Checkbox
            key={id}
            value={id}
            label={<span className={styles.text}>{`${position}. ${text}`}</span>}
          />
        ))}
      </Stack>
      <Group gap="sm" mt="xs">
        {open.length > 1 && left > 0 && (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => cover(open.map(({ id }) => id))}
          >
            {texts.composer.everything}
          </Button>
        )}
        {writing && (
          <Text fz="sm" role="status" className={styles.outcome} data-complete={left === 0}>
            {outcome(covered.length, left, goes)}
          </Text>
        )}
      </Group>
    </Checkbox.Group>
  );
}

function outcome(covered: number, left: number, goes: Appeal['reply_goes']): string {
  if (covered === 0) return texts.composer.noQuestion;
  if (goes === 'to_line_1') return texts.composer.staysUntilReleased;
  return left === 0 ? texts.composer.answersAll : texts.composer.staysOpen(left);
}
