import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import type { makeRouter } from './router';
import { theme, variables } from './theme';

interface Props {
  client: QueryClient;
  router: ReturnType<typeof makeRouter>;
}

export function App({ client, router }: Props) {
  return (
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={variables} forceColorScheme="light">
        <Notifications position="top-center" autoClose={4000} limit={3} className="toasts" />
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  );
}
