import { useSyncExternalStore } from 'react';

const EVERY = 30_000;

let current = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const watchers = new Set<() => void>();

function tick(): void {
  current = Date.now();
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  if (watchers.size === 0) {
    current = Date.now();
    timer = setInterval(tick, EVERY);
  }
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) clearInterval(timer);
  };
}

/** The time, new twice a minute: remaining terms must not freeze on an open page. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => current);
}
