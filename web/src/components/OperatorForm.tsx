import { Alert, Button, Checkbox, Stack, Text, Textarea, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type AnswerGoes, type OperatorRequest, useOperatorAnswer } from '../api/operator';
import { explain } from '../api/refusal';
import { fullMoment } from '../dates';
import styles from '../pages/OperatorPage.module.css';
import { texts } from '../texts';
import { sendsOnCtrlEnter } from './appeal/keys';

interface Props {
  token: string;
  request: OperatorRequest;
  done: (goes: AnswerGoes) => void;
}

export function OperatorForm({ token, request, done }: Props) {
  const form = useForm(token, request, done);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.send();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <Facts request={request} />
        <Questions form={form} request={request} />
        <Answer form={form} />
        {form.error !== null && (
          <Alert color="red" role="alert">
            {explain(form.error)}
          </Alert>
        )}
        <Alert title={texts.operator.next} role="note">
          {texts.operator.goes[request.answer_goes]} {texts.operator.once}
        </Alert>
        <Sending form={form} />
      </Stack>
    </form>
  );
}

type Form = ReturnType<typeof useForm>;

function Answer({ form }: { form: Form }) {
  return (
    <Textarea
      size="md"
      label={texts.operator.answer}
      placeholder={texts.operator.placeholder}
      value={form.text}
      onChange={(event) => form.setText(event.currentTarget.value)}
      onKeyDown={sendsOnCtrlEnter(form.send)}
      maxLength={50_000}
      minRows={7}
      maxRows={24}
      autosize
      required
      withAsterisk={false}
    />
  );
}

function Sending({ form }: { form: Form }) {
  return (
    <div className={styles.end}>
      <Text fz="xs" c="dimmed" visibleFrom="xs">
        {texts.operator.sendKeys}
      </Text>
      <Button type="submit" size="md" className={styles.send} disabled={!form.ready} loading={form.sending}>
        {texts.operator.send}
      </Button>
    </div>
  );
}

function useForm(token: string, request: OperatorRequest, done: Props['done']) {
  const [text, setText] = useState('');
  const [chosen, choose] = useState(() => request.questions.map(({ id }) => id));
  const answer = useOperatorAnswer(token);
  const ready = text.trim() !== '' && chosen.length > 0 && !answer.isPending;
  const questions = chosen.length === request.questions.length ? null : chosen;
  const send = () => {
    if (!ready) return;
    const onSuccess = ({ answer_goes: goes }: { answer_goes: AnswerGoes }) => done(goes);
    answer.mutate({ text: text.trim(), questions }, { onSuccess });
  };
  const { error, isPending: sending } = answer;
  return { text, setText, chosen, choose, ready, send, error, sending };
}

function Facts({ request }: { request: OperatorRequest }) {
  return (
    <div>
      <Title order={1} fz="h3" mb="sm">
        {texts.operator.title(request.display_number)}
      </Title>
      <dl className={styles.facts}>
        <dt>{texts.operator.region}</dt>
        <dd>{request.region_name}</dd>
        <dt>{texts.operator.due}</dt>
        <dd>{fullMoment(request.due_at)}</dd>
      </dl>
    </div>
  );
}

/** Of several that are answered for good one says which; a draft is looked through anyway. */
function Questions({ form, request }: { form: Form; request: OperatorRequest }) {
  const { questions, answer_goes: goes } = request;
  if (goes === 'out' && questions.length > 1) return <Choice form={form} questions={questions} />;
  return (
    <section aria-labelledby="questions">
      <Title order={2} fz="md" mb="xs" id="questions">
        {texts.operator.questions(questions.length)}
      </Title>
      <ol className={styles.questions}>
        {questions.map(({ id, text }) => (
          <li key={id} className={styles.text}>
            {text}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Choice({ form, questions }: { form: Form; questions: OperatorRequest['questions'] }) {
  return (
    <Checkbox.Group
      size="md"
      label={texts.operator.choose}
      description={texts.operator.chooseHint}
      value={form.chosen}
      onChange={form.choose}
    >
      <Stack gap="sm" mt="sm" className={styles.choice}>
        {questions.map(({ id, text }) => (
          <Checkbox key={id} value={id} size="md" label={<span className={styles.text}>{text}</span>} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
