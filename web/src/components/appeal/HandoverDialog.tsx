import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { regionsQuery } from '../../api/appeals';
import { type Handover, handOver, useChange } from '../../api/changes';
import type { Appeal, Line } from '../../api/types';
import { texts } from '../../texts';
import { tellDone, tellRefused } from '../notices';

interface Props {
  appeal: Appeal;
  opened: boolean;
  close: () => void;
}

/** The department coordinates: the other lines pass an appeal only back to it. */
const TARGETS: Record<Line, Line[]> = { 1: [2, 3], 2: [1], 3: [1] };

export function HandoverDialog({ appeal, opened, close }: Props) {
  return (
    <Modal opened={opened} onClose={close} title={texts.handover.title}>
      <HandoverForm key={appeal.line} appeal={appeal} close={close} />
    </Modal>
  );
}

function HandoverForm({ appeal, close }: Omit<Props, 'opened'>) {
  const targets = TARGETS[appeal.line];
  const [line, setLine] = useState<Line>(targets[0] ?? 1);
  const [region, setRegion] = useState(appeal.region);
  const [reason, setReason] = useState('');
  const change = useChange(appeal, handOver);
  const submit = () =>
    change.mutate(bodyOf(line, region, reason), {
      onSuccess: () => {
        tellDone(texts.actions.handedOver(line));
        close();
      },
      onError: tellRefused,
    });
  const incomplete = reason.trim() === '' || (line === 2 && region === null);
  return (
    <Stack>
      <LineChoice targets={targets} line={line} choose={setLine} />
      {line === 2 && <RegionChoice region={region} choose={setRegion} />}
      <Textarea
        label={texts.handover.reason}
        description={texts.handover.reasonHint}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={2000}
        minRows={3}
        autosize
        data-autofocus
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {texts.cancel}
        </Button>
        <Button onClick={submit} disabled={incomplete} loading={change.isPending}>
          {texts.handover.submit}
        </Button>
      </Group>
    </Stack>
  );
}

function bodyOf(line: Line, region: string | null, reason: string): Handover {
  const said = { line, reason: reason.trim() };
  return line === 2 && region !== null ? { ...said, region } : said;
}

interface LineProps {
  targets: Line[];
  line: Line;
  choose: (line: Line) => void;
}

function LineChoice({ targets, line, choose }: LineProps) {
  const id = useId();
  const data = targets.map((one) => ({
    value: String(one),
    label: `${texts.lines[one].short}. ${texts.lines[one].name}`,
  }));
  return (
    <div>
      <Text id={id} fz="sm" fw={500} mb={4}>
        {texts.handover.line}
      </Text>
      <SegmentedControl
        aria-labelledby={id}
        data={data}
        value={String(line)}
        onChange={(value) => choose(Number(value) as Line)}
        fullWidth
      />
    </div>
  );
}

interface RegionProps {
  region: string | null;
  choose: (region: string | null) => void;
}

function RegionChoice({ region, choose }: RegionProps) {
  const { data: regions = [] } = useQuery(regionsQuery);
  // Those that can be chosen come first; the others say why they can not.
  const sorted = regions.toSorted((a, b) => Number(b.has_operator) - Number(a.has_operator));
  const data = sorted.map(({ code, name, has_operator: served }) => ({
    value: code,
    label: served ? name : `${name} (${texts.handover.noOperator})`,
    disabled: !served,
  }));
  return (
    <Select
      label={texts.handover.region}
      placeholder={texts.handover.regionPlaceholder}
      data={data}
      value={region}
      onChange={choose}
      nothingFoundMessage={texts.list.noSuchRegion}
      allowDeselect={false}
      searchable
    />
  );
}
