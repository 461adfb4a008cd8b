import { Group, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type Filter, queuesQuery, regionsQuery } from '../api/appeals';
import { type Line, OWN_LINE } from '../api/types';
import { texts } from '../texts';

/** Narrows a list; only what the person can choose between is offered. */
export function ListFilters({ filter }: { filter: Filter }) {
  const { me } = getRouteApi('/desk').useRouteContext();
  const { data: queues = [] } = useQuery(queuesQuery);
  const navigate = useNavigate();
  const narrow = (part: Filter) =>
    void navigate({ to: '/appeals', search: { ...filter, ...part } });
  const lines = OWN_LINE[me.role] === undefined ? queues.map(({ line }) => line) : [];
  return (
    <Group gap="sm">
      {filter.view !== undefined && lines.length > 1 && (
        <LineFilter lines={lines} line={filter.line} choose={(line) => narrow({ line })} />
      )}
      {me.region === null && (
        <RegionFilter region={filter.region} choose={(region) => narrow({ region })} />
      )}
    </Group>
  );
}

interface LineProps {
  lines: Line[];
  line: Line | undefined;
  choose: (line: Line | undefined) => void;
}

function LineFilter({ lines, line, choose }: LineProps) {
  const data = [
    { value: '0', label: texts.list.everyLine },
    ...lines.map((one) => ({ value: String(one), label: texts.lines[one].short })),
  ];
  return (
    <SegmentedControl
      aria-label={texts.list.line}
      data={data}
      value={String(line ?? 0)}
      onChange={(value) => choose(lines.find((one) => String(one) === value))}
    />
  );
}

interface RegionProps {
  region: string | undefined;
  choose: (region: string | undefined) => void;
}

function RegionFilter({ region, choose }: RegionProps) {
  const { data: regions = [] } = useQuery(regionsQuery);
  return (
    <Select
      aria-label={texts.list.region}
      placeholder={texts.list.everyRegion}
      data={regions.map(({ code, name }) => ({ value: code, label: name }))}
      value={region ?? null}
      onChange={(code) => choose(code ?? undefined)}
      nothingFoundMessage={texts.list.noSuchRegion}
      clearButtonProps={{ 'aria-label': texts.list.everyRegion }}
      searchable
      clearable
      w={230}
    />
  );
}
