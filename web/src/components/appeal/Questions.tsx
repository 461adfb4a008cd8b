import { ActionIcon, Button, Group, Paper, Text, Title } from '@mantine/core';
import {
  IconArrowMerge,
  IconArrowsSplit2,
  IconCircleCheck,
  IconCircleDashed,
  IconPencil,
  IconPlus,
  IconSend,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Appeal, Question } from '../../api/types';
import { texts } from '../../texts';
import { MergeDialog } from './MergeDialog';
import { QuestionDialog } from './QuestionDialog';
import styles from './Questions.module.css';
import { SplitDialog } from './SplitDialog';

const ICONS = {
  open: IconCircleDashed,
  answered: IconSend,
  delivered: IconCircleCheck,
  replaced: IconArrowsSplit2,
};

/** What the applicant asks; the appeal is closed when each one has an answer that arrived. */
export function Questions({ appeal }: { appeal: Appeal }) {
  const [edited, setEdited] = useState<Question | 'new' | null>(null);
  const [divided, setDivided] = useState<Question | null>(null);
  const mayEdit = appeal.actions.includes('edit_questions');
  return (
    <Paper withBorder radius="lg" p="md" component="section">
      <Title order={2} fz="md" mb="xs">
        {texts.questions.title}
      </Title>
      {appeal.question_list.length === 0 && <Text c="dimmed">{texts.questions.none}</Text>}
      <ol className={styles.list}>
        {appeal.question_list.map((question) => (
          <Item key={question.id} question={question}>
            {mayEdit && question.state === 'open' && (
              <Tools question={question} edit={setEdited} divide={setDivided} />
            )}
          </Item>
        ))}
      </ol>
      {mayEdit && <Additions appeal={appeal} add={() => setEdited('new')} />}
      {appeal.state !== 'declined' && (
        <Text fz="xs" c="dimmed" mt="xs">
          {texts.questions.hint}
        </Text>
      )}
      <QuestionDialog appeal={appeal} edited={edited} close={() => setEdited(null)} />
      <SplitDialog appeal={appeal} question={divided} close={() => setDivided(null)} />
    </Paper>
  );
}

function Item({ question, children }: { question: Question; children: ReactNode }) {
  const Icon = ICONS[question.state];
  return (
    <li className={styles.item} data-state={question.state}>
      <Icon size={20} stroke={1.8} aria-hidden className={styles.icon} />
      <div>
        <span className={styles.text}>{question.text}</span>
        <span className={styles.state}>{texts.questions.states[question.state]}</span>
      </div>
      {children}
    </li>
  );
}

interface ToolsProps {
  question: Question;
  edit: (question: Question) => void;
  divide: (question: Question) => void;
}

function Tools({ question, edit, divide }: ToolsProps) {
  const look = { variant: 'subtle', color: 'gray', size: 'lg' } as const;
  return (
    <Group gap={0} wrap="nowrap">
      <ActionIcon
        {...look}
        aria-label={texts.questions.edit(question.position)}
        onClick={() => edit(question)}
      >
        <IconPencil size={17} />
      </ActionIcon>
      <ActionIcon
        {...look}
        aria-label={texts.questions.split(question.position)}
        onClick={() => divide(question)}
      >
        <IconArrowsSplit2 size={17} />
      </ActionIcon>
    </Group>
  );
}

function Additions({ appeal, add }: { appeal: Appeal; add: () => void }) {
  const [merging, setMerging] = useState(false);
  const look = { variant: 'subtle', size: 'compact-sm' } as const;
  const open = appeal.question_list.filter(({ state }) => state === 'open');
  return (
    <Group gap="xs">
      <Button {...look} leftSection={<IconPlus size={16} />} onClick={add}>
        {texts.questions.add}
      </Button>
      {open.length > 1 && (
        <Button
          {...look}
          leftSection={<IconArrowMerge size={16} />}
          onClick={() => setMerging(true)}
        >
          {texts.questions.merge}
        </Button>
      )}
      <MergeDialog appeal={appeal} opened={merging} close={() => setMerging(false)} />
    </Group>
  );
}
