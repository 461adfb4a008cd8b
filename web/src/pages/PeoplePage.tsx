import { Button, Paper, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { peopleQuery, type Person, useMailChange } from '../api/people';
import { Failure } from '../components/Failure';
import { tellDone, tellRefused } from '../components/notices';
import { texts } from '../texts';
import styles from './TextPage.module.css';

/** Where members of staff get notices. */
export function PeoplePage() {
  useEffect(() => {
    document.title = `${texts.people.title} — ${texts.product}`;
  }, []);
  return (
    <Stack className={styles.page}>
      <Title order={1} fz="h2">
        {texts.people.title}
      </Title>
      <Text c="dimmed">{texts.people.hint}</Text>
      <People />
    </Stack>
  );
}

function People() {
  const { data, error, refetch } = useQuery(peopleQuery);
  if (error) {
    return <Failure title={texts.people.failed} error={error} retry={() => void refetch()} />;
  }
  if (!data) return <Skeleton height={260} aria-label={texts.loading} />;
  return (
    <Paper withBorder radius="lg" px="md" component="ul" className={styles.list}>
      {data.map((person) => (
        <li key={person.login} className={styles.person}>
          <div>
            <Text fw={600}>{person.name}</Text>
            <Text fz="sm" c="dimmed">
              {texts.user.roles[person.role]} · {person.login}
            </Text>
          </div>
          <Mail person={person} />
        </li>
      ))}
    </Paper>
  );
}

function Mail({ person }: { person: Person }) {
  const known = person.mail ?? '';
  const [typed, setTyped] = useState(known);
  const change = useMailChange(person);
  const mail = typed.trim();
  const save = (event: FormEvent) => {
    event.preventDefault();
    const onSuccess = () => tellDone(texts.people.saved);
    change.mutate(mail || null, { onSuccess, onError: tellRefused });
  };
  return (
    <form onSubmit={save} className={styles.mail}>
      <TextInput
        type="email"
        aria-label={texts.people.mail(person.name)}
        placeholder={texts.people.none}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maxLength={254}
      />
      <Button type="submit" variant="default" disabled={mail === known} loading={change.isPending}>
        {texts.save}
      </Button>
    </form>
  );
}
