import { createRootRouteWithContext, createRoute, createRouter, redirect } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import type { Filter, View } from './api/appeals';
import { sessionQuery } from './api/session';
import { type Line, OWN_LINE } from './api/types';
import { BrokenPage } from './pages/BrokenPage';
import { AppealPage } from './pages/AppealPage';
import { DeskPage } from './pages/DeskPage';
import { HelpPage } from './pages/HelpPage';
import { ListPage } from './pages/ListPage';
import { NotFoundPage } from './pages/NotFoundPage';
import { OperatorPage } from './pages/OperatorPage';
import { PeoplePage } from './pages/PeoplePage';
import { SignInPage } from './pages/SignInPage';

export interface RouterContext {
  client: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ notFoundComponent: NotFoundPage });

export const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>): { back?: string; expired?: true } => ({
    ...(typeof raw.back === 'string' && isOwnPath(raw.back) && { back: raw.back }),
    ...(raw.expired === true && { expired: true }),
  }),
  component: SignInPage,
});

const operator = createRoute({
  getParentRoute: () => root,
  path: '/operator/$token',
  component: OperatorPage,
});

/** Only a path of ours: the address must not be able to send people elsewhere. */
export function isOwnPath(path: string): boolean {
  return path.startsWith('/') && new URL(path, location.origin).origin === location.origin;
}

const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  beforeLoad: async ({ context, location: { href } }) => {
    const me = await context.client.ensureQueryData(sessionQuery);
    if (me === null) throw redirect({ to: '/sign-in', search: { back: href } });
    return { me };
  },
  component: DeskPage,
});

const start = createRoute({
  getParentRoute: () => desk,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ to: '/appeals', search: { line: OWN_LINE[context.me.role] ?? 1 } });
  },
});

const help = createRoute({ getParentRoute: () => desk, path: '/guide', component: HelpPage });

const people = createRoute({ getParentRoute: () => desk, path: '/people', component: PeoplePage });

export const appealsRoute = createRoute({
  getParentRoute: () => desk,
  path: '/appeals',
  validateSearch: filterOf,
});

const VIEWS: readonly unknown[] = [
  'mine',
  'unassigned',
  'overdue',
  'review',
  'closed',
  'declined',
] satisfies View[];
const LINES: readonly unknown[] = [1, 2, 3] satisfies Line[];

export function filterOf(raw: Record<string, unknown>): Filter {
  const q = typeof raw.q === 'string' || typeof raw.q === 'number' ? String(raw.q).trim() : '';
  return {
    ...(LINES.includes(raw.line) && { line: raw.line as Line }),
    ...(VIEWS.includes(raw.view) && { view: raw.view as View }),
    ...(q && { q }),
    ...(/^\d\d$/.test(String(raw.region)) && { region: String(raw.region) }),
  };
}

const list = createRoute({ getParentRoute: () => appealsRoute, path: '/', component: ListPage });

export const appealRoute = createRoute({
  getParentRoute: () => appealsRoute,
  path: '$number',
  component: AppealPage,
});

const tree = root.addChildren([
  signInRoute,
  operator,
  desk.addChildren([start, help, people, appealsRoute.addChildren([list, appealRoute])]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: false,
    scrollRestoration: true,
    defaultErrorComponent: BrokenPage,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
