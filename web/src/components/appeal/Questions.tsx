import { ActionIcon, Button, Paper, Text, Title } from '@mantine/core';
import {
  IconArrowsSplit2,
  IconCircleCheck,
  IconCircleDashed,
  IconPencil,
  IconPlus,
  IconSend,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Appeal, Question } from '../../api/types';
import { texts } from '../../texts';
import { QuestionDialog } from './QuestionDialog';
import styles from './Questions.module.css';

const ICONS = {
  open: IconCircleDashed,
  answered: IconSend,
  delivered: IconCircleCheck,
  replaced: IconArrowsSplit2,
};

/** What the applicant asks; the appeal is closed when each one has an answer that arrived. */
export function Questions({ appeal }: { appeal: Appeal }) {
  const [edited, setEdited] = useState<Question | 'new' | null>(null);
  const mayEdit = appeal.actions.includes('edit_questions');
  return (
    <Paper withBorder radius="lg" p="md" component="section">
      <Title order={2} fz="md" mb="xs">
        {texts.questions.title}
      </Title>
      {appeal.question_list.length === 0 && <Text c="dimmed">{texts.questions.none}</Text>}
      <ol className={styles.list}>
        {appeal.question_list.map((question) => (
          <Item
            key={question.id}
            question={question}
            edit={mayEdit && question.state === 'open' ? () => setEdited(question) : null}
          />
        ))}
      </ol>
      {mayEdit && (
        <Button
          variant="subtle"
          size="compact-md"
          leftSection={<IconPlus size={16} />}
          onClick={() => setEdited('new')}
        >
          {texts.questions.add}
        </Button>
      )}
      {appeal.state !== 'declined' && (
        <Text fz="xs" c="dimmed" mt="xs">
          {texts.questions.hint}
        </Text>
      )}
      <QuestionDialog appeal={appeal} edited={edited} close={() => setEdited(null)} />
    </Paper>
  );
}

function Item({ question, edit }: { question: Question; edit: (() => void) | null }) {
  const Icon = ICONS[question.state];
  return (
    <li className={styles.item} data-state={question.state}>
      <Icon size={20} stroke={1.8} aria-hidden className={styles.icon} />
      <div>
        <span className={styles.text}>{question.text}</span>
        <span className={styles.state}>{texts.questions.states[question.state]}</span>
      </div>
      {edit && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={texts.questions.edit(question.position)}
          onClick={edit}
        >
          <IconPencil size={17} />
        </ActionIcon>
      )}
    </li>
  );
}
