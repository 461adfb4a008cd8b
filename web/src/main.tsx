import '@fontsource-variable/golos-text';
import './mantine.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { makeClient } from './api/queries';
import { makeRouter } from './router';

const client = makeClient(() => void leave());
const router = makeRouter(client);

/** The session ended: sign in again, then back to the same place. */
async function leave(): Promise<void> {
  const { href, pathname } = router.state.location;
  if (pathname === '/sign-in') return;
  await router.navigate({ to: '/sign-in', search: { back: href, expired: true } });
}

const place = document.getElementById('root');
if (place) createRoot(place).render(<App client={client} router={router} />);
