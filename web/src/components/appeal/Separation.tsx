import { Button, Group, Modal, Paper, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type Offer, useKeeping, useSeparation } from '../../api/separations';
import { texts } from '../../texts';
import { tellDone, tellRefused } from '../notices';
import { LongText } from './LongText';

/** A person decides whether a message becomes an appeal of its own. */
export function Separation({ offer }: { offer: Offer }) {
  const [asked, setAsked] = useState(false);
  const keeping = useKeeping(offer);
  const { label, found, separate, keep, kept } = texts.separation;
  const keepIt = () =>
    keeping.mutate(undefined, { onSuccess: () => tellDone(kept), onError: tellRefused });
  return (
    <Paper withBorder radius="md" p="sm" mt="xs" component="section" aria-label={label}>
      <Text fz="sm" mb="xs">
        {found}
      </Text>
      <Group gap="xs">
        <Button size="compact-sm" variant="light" onClick={() => setAsked(true)}>
          {separate}
        </Button>
        <Button size="compact-sm" variant="default" onClick={keepIt} loading={keeping.isPending}>
          {keep}
        </Button>
      </Group>
      <Modal opened={asked} onClose={() => setAsked(false)} title={separate} size="lg">
        <Confirmation offer={offer} close={() => setAsked(false)} />
      </Modal>
    </Paper>
  );
}

function Confirmation({ offer, close }: { offer: Offer; close: () => void }) {
  const separation = useSeparation(offer);
  const { hint, text, submit, separated } = texts.separation;
  const register = () =>
    separation.mutate(undefined, {
      onSuccess: ({ display_number }) => {
        tellDone(separated(display_number));
        close();
      },
      onError: tellRefused,
    });
  return (
    <Stack>
      <Text fz="sm">{hint}</Text>
      <Paper withBorder radius="md" p="sm" component="section" aria-label={text}>
        <Text fz="sm" fw={600} mb="xs">
          {offer.subject || texts.list.noSubject}
        </Text>
        <LongText text={offer.text} />
      </Paper>
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {texts.cancel}
        </Button>
        <Button onClick={register} loading={separation.isPending}>
          {submit}
        </Button>
      </Group>
    </Stack>
  );
}
