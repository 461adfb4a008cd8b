// node answer.mjs URL LOGIN PASSWORD NUMBER TEXT FOLDER: answers one appeal as staff do.
//
// Works by roles and labels alone. Ends with 1 and a sentence where the way is blocked, a page
// has a serious fault of accessibility, is wider than the screen, or asks anything of a stranger.

import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(new URL('../../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };
// Transitions end.
const SETTLING = 300;
const PATIENCE = 20_000;
// The mail relay and the page's own polling both take their time.
const DELIVERY = 60_000;

const [url, login, password, number, text, folder] = process.argv.slice(2);
if (!folder) fail('usage: answer.mjs URL LOGIN PASSWORD NUMBER TEXT FOLDER');

function fail(message) {
  console.error(message);
  process.exit(1);
}

function watch(page, faults) {
  const own = new URL(url).origin;
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
  page.on('console', (line) => {
    const expected = line.text().includes('401');
    if (line.type() === 'error' && !expected) faults.push(`console: ${line.text()}`);
  });
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.protocol.startsWith('http') && asked.origin !== own) {
      faults.push(`asks a stranger: ${asked.origin}`);
    }
  });
}

async function look(page, name, faults) {
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(SETTLING);
    const path = join(folder, `${name}-${size.width}.png`);
    await page.screenshot({ path, fullPage: true });
    await inspect(page, `${name} at ${size.width}`, faults);
  }
  await page.setViewportSize(WIDE);
}

async function inspect(page, name, faults) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, impact, nodes } of violations) {
    const where = nodes.map((node) => node.target.join(' ')).slice(0, 3);
    if (['serious', 'critical'].includes(impact)) faults.push(`${name}: ${id} at ${where}`);
  }
  const spare = await page.evaluate(() => innerWidth - document.documentElement.scrollWidth);
  if (spare < 0) faults.push(`${name}: wider than the screen by ${-spare} px`);
}

async function signIn(page, faults) {
  await page.goto(url);
  await page.getByLabel('Логин').waitFor();
  await look(page, '1-sign-in', faults);
  await page.getByLabel('Логин').fill(login);
  await page.getByRole('textbox', { name: 'Пароль' }).fill(password);
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.getByRole('navigation', { name: 'Разделы' }).waitFor();
}

async function findInTheList(page, faults) {
  await page.getByRole('list', { name: 'Список обращений' }).waitFor();
  await look(page, '2-list', faults);
  await page.keyboard.press('/');
  await page.keyboard.type(number);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: number }).waitFor();
  await page.getByRole('list', { name: 'Список обращений' }).getByRole('link').first().click();
  await page.getByRole('list', { name: 'Переписка по обращению' }).waitFor();
  if (!new URL(page.url()).pathname.endsWith(`/${number}`)) {
    throw new Error(`the search for ${number} led to ${page.url()}`);
  }
}

async function claim(page) {
  await page.getByRole('button', { name: 'Взять в работу' }).click();
  await page.getByRole('button', { name: 'Вернуть в очередь' }).waitFor();
}

async function answerEverything(page, faults) {
  const composer = page.getByRole('region', { name: 'Ответ и заметки' });
  await composer.getByRole('textbox', { name: 'Текст ответа' }).fill(text);
  for (const box of await composer.getByRole('checkbox').all()) await box.check();
  await composer.getByText('Ответ на все вопросы').waitFor();
  await look(page, '3-written', faults);
  await composer.getByRole('button', { name: 'Отправить ответ' }).click();
  const sent = page.getByRole('article', { name: /^Ответ заявителю/ }).filter({ hasText: text });
  await sent.waitFor();
  await sent.getByText(/^Доставлено/).waitFor({ timeout: DELIVERY });
  await look(page, '4-answered', faults);
}

async function main() {
  mkdirSync(folder, { recursive: true });
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  const faults = [];
  try {
    const context = await browser.newContext({ viewport: WIDE, locale: 'ru-RU' });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    watch(page, faults);
    try {
      await signIn(page, faults);
      await findInTheList(page, faults);
      await claim(page);
      await answerEverything(page, faults);
    } catch (error) {
      await page.screenshot({ path: join(folder, 'blocked.png'), fullPage: true });
      throw error;
    }
  } finally {
    await browser.close();
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

main().catch((error) => fail(error.message));
