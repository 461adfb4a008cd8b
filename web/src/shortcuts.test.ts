import { expect, it } from 'vitest';
import { shortcutOf } from './shortcuts';

const press = (key: string, code: string, held: Partial<KeyboardEvent> = {}) =>
  shortcutOf({
    key,
    code,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    ...held,
  });

it('knows the keys in both layouts', () => {
  expect(press('j', 'KeyJ')).toBe('j');
  expect(press('о', 'KeyJ')).toBe('j');
  expect(press('с', 'KeyC')).toBe('c');
  expect(press('/', 'Slash')).toBe('/');
  expect(press('.', 'Slash')).toBe('/');
  expect(press('?', 'Slash', { shiftKey: true })).toBe('?');
});

it('leaves the keys of the browser alone', () => {
  expect(press('c', 'KeyC', { ctrlKey: true })).toBeNull();
  expect(press('r', 'KeyR', { metaKey: true })).toBeNull();
  expect(press('R', 'KeyR', { shiftKey: true })).toBeNull();
});
