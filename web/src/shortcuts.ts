import { useEffect, useRef } from 'react';

export type Shortcut = '/' | '?' | 'j' | 'k' | 'c' | 'r';

type Keys = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

const LETTERS: Record<string, Shortcut> = { KeyJ: 'j', KeyK: 'k', KeyC: 'c', KeyR: 'r' };

/** Letters go by their place, so that they work in the Russian layout too. */
export function shortcutOf(event: Keys): Shortcut | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) return '?';
  if (event.key === '/' || event.code === 'Slash') return '/';
  return event.shiftKey ? null : (LETTERS[event.code] ?? null);
}

function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const typing = target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]');
  return typing !== null || document.querySelector('[role=dialog], [role=menu]') !== null;
}

/** Calls the handler of a key pressed anywhere but in a field or over an open dialog. */
export function useShortcuts(handlers: Partial<Record<Shortcut, () => void>>): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const key = shortcutOf(event);
      const handler = key && latest.current[key];
      if (!handler || isBusy(event.target)) return;
      event.preventDefault();
      handler();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
