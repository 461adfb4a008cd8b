import { Alert, Button, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { explain } from '../api/refusal';
import { texts } from '../texts';

interface Props {
  title: string;
  error: unknown;
  retry: () => void;
}

/** Stands where content should be; says what happened and offers another try. */
export function Failure({ title, error, retry }: Props) {
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={title} role="alert">
      <Text fz="sm" mb="sm">
        {explain(error)}
      </Text>
      <Button size="xs" variant="default" onClick={retry}>
        {texts.retry}
      </Button>
    </Alert>
  );
}
