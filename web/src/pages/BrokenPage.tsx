import { Button, Center, Stack, Text } from '@mantine/core';
import { explain, Refusal } from '../api/refusal';
import { texts } from '../texts';

export function BrokenPage({ error }: { error: unknown }) {
  const words = error instanceof Refusal ? explain(error) : texts.problems.broken;
  return (
    <Center mih="60dvh" component="main">
      <Stack align="center" role="alert">
        <Text>{words}</Text>
        <Button onClick={() => location.reload()}>{texts.problems.reload}</Button>
      </Stack>
    </Center>
  );
}
