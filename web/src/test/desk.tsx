import { render } from '@testing-library/react';
import { App } from '../App';
import type { Appeal, AppealRow, Me } from '../api/types';
import { makeClient } from '../api/queries';
import { makeRouter } from '../router';

type Handler = (request: Request, body: unknown) => Response | Promise<Response>;

/** What a test's desk answers, by method and path; later ones come first. */
let handlers: [method: string, path: RegExp, handler: Handler][] = [];

/** Everything that was asked of it with a method other than GET. */
export let changes: { method: string; path: string; version: string | null; body: unknown }[] = [];

export async function answer(request: Request): Promise<Response> {
  const { method } = request;
  const url = new URL(request.url);
  const path = `${url.pathname.replace('/api/escalation/v1', '')}${url.search}`;
  const body: unknown = method === 'GET' ? null : await request.json().catch(() => null);
  const version = request.headers.get('If-Match');
  if (method !== 'GET') changes.push({ method, path, version, body });
  const found = handlers.find(([of, pattern]) => of === method && pattern.test(path));
  return found ? found[2](request, body) : problem(404, 'not-found');
}

export function on(method: string, path: RegExp, handler: Handler): void {
  handlers.unshift([method, path, handler]);
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status });
}

export function problem(status: number, code: string): Response {
  return json({ type: `about:blank#${code}`, title: code, status, code }, status);
}

export const ME: Me = {
  id: '0192a000-0000-7000-8000-000000000001',
  login: 'line1',
  name: 'Соколова Анна Викторовна',
  role: 'line1',
  region: null,
  region_name: null,
  regulation: { version: '2020', in_force: true },
};

const HOUR = 3_600_000;
export const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

export function row(part: Partial<AppealRow> = {}): AppealRow {
  return {
    number: 'BB-2020-000001',
    display_number: 'ББ-2020-000001',
    channel: 'bilet',
    subject: 'Нет результатов теста',
    applicant: 'Наталья Иванова',
    region: '77',
    region_name: 'Москва',
    line: 1,
    state: 'open',
    on_review: false,
    alarmed: false,
    assignee: null,
    due_at: inHours(50),
    line_due_at: null,
    overdue: false,
    delivery_failed: false,
    registered_at: inHours(-5),
    closed_at: null,
    questions: 2,
    open_questions: 2,
    last_activity_at: inHours(-5),
    version: 3,
    ...part,
  };
}

export const question = (position: number, text: string): Appeal['question_list'][number] => ({
  id: `0192a000-0000-7000-8000-00000000010${position}`,
  position,
  text,
  state: 'open',
  reply_id: null,
});

export function message(part: Partial<Appeal['messages'][number]>): Appeal['messages'][number] {
  return {
    id: '0192a000-0000-7000-8000-000000000201',
    kind: 'applicant',
    at: inHours(-5),
    author: 'Наталья Иванова',
    subject: null,
    text: 'Здравствуйте!',
    truncated: false,
    attachments: [],
    delivery: null,
    ...part,
  };
}

export function appeal(part: Partial<Appeal> = {}): Appeal {
  return {
    ...row(),
    clause: '1.2',
    line_clause: '1.3',
    regulation_version: '2020',
    regulation_in_force: true,
    deadline_moves: [],
    delivery_failure: null,
    review: null,
    decline: null,
    alarm: null,
    reply_to: { channel: 'mail', address: 'ivanova@example.org', name: 'Наталья Иванова' },
    question_list: [question(1, 'Когда будет результат?'), question(2, 'Кто отвечает?')],
    messages: [message({})],
    history: [],
    actions: ['claim', 'assign', 'handover', 'reply', 'edit_questions', 'note'],
    reply_goes: 'out',
    ...part,
  };
}

/** A desk with one appeal, somebody of the first line being signed in. */
export function openDesk(shown: Appeal = appeal()): void {
  handlers = [];
  changes = [];
  on('GET', /^\/session$/, () => json(ME));
  on('GET', /^\/queues$/, () => json([queue(1, 1), queue(2, 0), queue(3, 0)]));
  on('GET', /^\/regions$/, () => json([region('77', 'Москва', true), region('16', 'Татарстан', false)]));
  on('GET', /^\/api\/triage\/v1\/reviews/, () => json({ items: [], next: null, open: 0, overdue: 0 }));
  on('GET', /^\/api\/triage\/v1\/separations/, () => json([]));
  on('GET', /^\/appeals\?/, () => json({ items: [shown], next: null }));
  on('GET', /^\/appeals\/[^?]+$/, () => json(shown));
}

const queue = (line: number, open: number) => ({ line, open, unassigned: open, overdue: 0, mine: 0 });
const region = (code: string, name: string, served: boolean) => ({ code, name, has_operator: served });

/** Opens the staff pages at a path; the history of the browser is real. */
export function visit(path: string) {
  window.history.replaceState(null, '', path);
  const client = makeClient(() => {
    const back = router.state.location.href;
    void router.navigate({ to: '/sign-in', search: { back, expired: true } });
  });
  const router = makeRouter(client);
  return { client, router, ...render(<App client={client} router={router} />) };
}
