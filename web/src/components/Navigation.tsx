import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import {
  IconAlarm,
  IconArchive,
  IconBan,
  IconBuildingCommunity,
  IconCode,
  IconInbox,
  IconScale,
  IconUser,
  IconUserQuestion,
} from '@tabler/icons-react';
import { type Filter, queuesQuery, type View } from '../api/appeals';
import { type Line, OWN_LINE, type Queue, type Role } from '../api/types';
import { texts } from '../texts';
import styles from './Navigation.module.css';

const LINE_ICONS = { 1: IconInbox, 2: IconBuildingCommunity, 3: IconCode };
const VIEW_ICONS = {
  mine: IconUser,
  unassigned: IconUserQuestion,
  overdue: IconAlarm,
  review: IconScale,
  closed: IconArchive,
  declined: IconBan,
};
const COUNTED = ['mine', 'unassigned', 'overdue'] as const;
const VIEWS: View[] = [...COUNTED, 'review', 'closed', 'declined'];

/** Queues by line and ready-made views, with what waits in each. */
export function Navigation() {
  const { me } = getRouteApi('/desk').useRouteContext();
  const { data: queues = [] } = useQuery(queuesQuery);
  return (
    <nav aria-label={texts.navigation.label}>
      <h2 className={styles.title}>{texts.navigation.lines}</h2>
      <ul className={styles.list}>
        {linesOf(me.role, queues).map((queue) => (
          <LineItem key={queue.line} queue={queue} />
        ))}
      </ul>
      <h2 className={styles.title}>{texts.navigation.views}</h2>
      <ul className={styles.list}>
        {VIEWS.map((view) => (
          <ViewItem key={view} view={view} count={countOf(view, queues)} />
        ))}
      </ul>
    </nav>
  );
}

/** Regional operators and developers mostly see their own line, and what once was with them. */
function linesOf(role: Role, queues: Queue[]): Queue[] {
  const own = OWN_LINE[role];
  return queues.filter(({ line, open }) => own === undefined || line === own || open > 0);
}

function LineItem({ queue: { line, open } }: { queue: Queue }) {
  const { short, name } = texts.lines[line];
  const label = `${short}. ${name}`;
  return <Item filter={{ line }} icon={LINE_ICONS[line]} label={label} count={open} />;
}

function ViewItem({ view, count }: { view: View; count: number | null }) {
  const alarming = view === 'overdue' && count !== null && count > 0;
  const icon = VIEW_ICONS[view];
  return (
    <Item filter={{ view }} icon={icon} label={texts.views[view]} count={count} alarming={alarming} />
  );
}

function countOf(view: View, queues: Queue[]): number | null {
  const counted = COUNTED.find((one) => one === view);
  if (counted === undefined) return null;
  return queues.reduce((sum, queue) => sum + queue[counted], 0);
}

interface ItemProps {
  filter: { line?: Line; view?: View };
  icon: typeof IconInbox;
  label: string;
  count: number | null;
  alarming?: boolean;
}

function Item({ filter, icon: Icon, label, count, alarming = false }: ItemProps) {
  const current = getRouteApi('/desk').useSearch() as Filter;
  const active = isActive(filter, current);
  return (
    <li>
      <Link
        to="/appeals"
        search={filter}
        className={styles.item}
        data-active={active || undefined}
        aria-current={active ? 'page' : undefined}
      >
        <Icon size={20} stroke={1.7} aria-hidden />
        <span className={styles.label}>{label}</span>
        {count !== null && (
          <span className={styles.count} data-alarming={alarming || undefined}>
            {count}
          </span>
        )}
      </Link>
    </li>
  );
}

/** A view narrowed to one line is still that view. */
function isActive(filter: ItemProps['filter'], current: Filter): boolean {
  if (current.q !== undefined && current.view === undefined) return false;
  return filter.view === current.view && (filter.view !== undefined || filter.line === current.line);
}
