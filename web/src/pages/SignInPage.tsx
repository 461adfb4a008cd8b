import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect } from 'react';
import { explain } from '../api/refusal';
import { sessionQuery, signIn } from '../api/session';
import { Logo } from '../components/Logo';
import { texts } from '../texts';
import styles from './SignInPage.module.css';

export function SignInPage() {
  const { back, expired } = getRouteApi('/sign-in').useSearch();
  useEffect(() => {
    document.title = `${texts.signIn.title} — ${texts.product}`;
  }, []);
  return (
    <main className={styles.page}>
      <Paper className={styles.card} shadow="sm" radius="lg" withBorder>
        <Stack gap={4} align="center" mb="lg">
          <Logo size={48} />
          <Text fw={700} fz={22}>
            {texts.product}
          </Text>
          <Title order={1} fz="md" fw={500} c="dimmed">
            {texts.signIn.title}
          </Title>
        </Stack>
        {expired && <Alert mb="md">{texts.signIn.expired}</Alert>}
        <SignInForm back={back ?? '/'} />
        <Text c="dimmed" fz="xs" ta="center" mt="md">
          {texts.signIn.help}
        </Text>
      </Paper>
    </main>
  );
}

function SignInForm({ back }: { back: string }) {
  const entering = useEntering(back);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const login = String(typed.get('login')).trim();
    entering.mutate({ login, password: String(typed.get('password')) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {entering.isError && (
          <Alert color="red" role="alert">
            {explain(entering.error)}
          </Alert>
        )}
        <Fields />
        <Button type="submit" size="md" loading={entering.isPending} fullWidth>
          {texts.signIn.submit}
        </Button>
      </Stack>
    </form>
  );
}

function Fields() {
  const shared = { required: true, withAsterisk: false, maxLength: 100 };
  return (
    <>
      <TextInput
        {...shared}
        name="login"
        label={texts.signIn.login}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
      />
      <PasswordInput
        {...shared}
        name="password"
        label={texts.signIn.password}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': texts.signIn.showPassword }}
      />
    </>
  );
}

function useEntering(back: string) {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: (typed: { login: string; password: string }) =>
      signIn(typed.login, typed.password),
    onSuccess: (me) => {
      // Nothing that another person saw may be shown.
      client.clear();
      client.setQueryData(sessionQuery.queryKey, me);
      router.history.push(back);
    },
  });
}
