import { Anchor, Center, Stack, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { texts } from '../texts';

export function NotFoundPage() {
  return (
    <Center mih="60dvh" component="main">
      <Stack align="center">
        <Title order={1} fz="lg">
          {texts.notFound}
        </Title>
        <Anchor component={Link} to="/">
          {texts.toStart}
        </Anchor>
      </Stack>
    </Center>
  );
}
