// node docs.mjs URL SERVICE…: opens the page that describes each service's API.
//
// Ends with 1 and a sentence where a page shows no operation, asks anything of a stranger, or
// does what its own policy forbids (the browser writes that on the console).

import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
const PATIENCE = 30_000;

const [origin, ...services] = process.argv.slice(2);

function watch(page, faults) {
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (line) => {
    if (line.type() === 'error') faults.push(`${page.url()}: ${line.text()}`);
  });
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.protocol.startsWith('http') && asked.origin !== origin) {
      faults.push(`${page.url()} asks a stranger: ${asked.origin}`);
    }
  });
}

async function open(page, service) {
  const address = `${origin}/api/${service}`;
  const answer = await page.goto(`${address}/docs`);
  if (!answer.headers()['content-security-policy']) throw new Error(`${service} has no policy`);
  await page.getByRole('heading', { name: service }).waitFor();
  await page.getByText(/^\/v1\//).first().waitFor();
  const server = await page.locator('#servers').inputValue();
  if (server !== `/api/${service}`) throw new Error(`${service} would be called at ${server}`);
  // Whatever a page asks for late.
  await page.waitForLoadState('networkidle');
}

async function main() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  const faults = [];
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    watch(page, faults);
    for (const service of services) await open(page, service);
  } finally {
    await browser.close();
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
