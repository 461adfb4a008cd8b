import { useCallback, useState } from 'react';

/** What a person has typed and not sent yet. */
export interface Draft {
  text: string;
  questions: string[];
}

const NOTHING: Draft = { text: '', questions: [] };

/** One draft a person, appeal and kind, so that colleagues at one computer never mix. */
export function draftKey(login: string, number: string, kind: 'reply' | 'note'): string {
  return `priemnaya/draft/${login}/${number}/${kind}`;
}

export function readDraft(key: string): Draft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return isDraft(kept) ? kept : null;
  } catch {
    return null;
  }
}

function isDraft(kept: unknown): kept is Draft {
  const draft = kept as Partial<Draft> | null;
  return typeof draft?.text === 'string' && Array.isArray(draft.questions);
}

function keep(key: string, draft: Draft): boolean {
  try {
    if (draft.text === '') localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(draft));
    return draft.text !== '';
  } catch {
    // A full or forbidden store must not stop anybody from writing.
    return false;
  }
}

export interface DraftHook {
  draft: Draft;
  kept: boolean;
  change: (change: Partial<Draft>) => void;
  clear: () => void;
}

/** State that outlives a reload; `first` is used where nothing was kept. */
export function useDraft(key: string, first: Draft = NOTHING): DraftHook {
  const [draft, setDraft] = useState<Draft>(() => readDraft(key) ?? first);
  const [kept, setKept] = useState(() => readDraft(key) !== null);
  const change = useCallback(
    (part: Partial<Draft>) => {
      const next = { ...draft, ...part };
      setDraft(next);
      setKept(keep(key, next));
    },
    [draft, key],
  );
  const clear = useCallback(() => {
    setDraft(NOTHING);
    setKept(keep(key, NOTHING));
  }, [key]);
  return { draft, kept, change, clear };
}
