import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useShortcuts } from '../shortcuts';
import { texts } from '../texts';
import styles from './SearchBox.module.css';

/** Looks through all appeals the person may see, open and closed. */
export function SearchBox() {
  const { q = '' } = getRouteApi('/desk').useSearch() as { q?: string };
  const [typed, setTyped] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  useEffect(() => setTyped(q), [q]);
  useShortcuts({
    '/': () => {
      field.current?.focus();
      field.current?.select();
    },
  });
  const search = (event: FormEvent) => {
    event.preventDefault();
    const words = typed.trim();
    if (words) void navigate({ to: '/appeals', search: { q: words } });
  };
  const clear = () => {
    setTyped('');
    if (q) void navigate({ to: '/' });
    field.current?.focus();
  };
  return (
    <form role="search" onSubmit={search} className={styles.form}>
      <TextInput
        ref={field}
        type="search"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
        placeholder={texts.navigation.searchPlaceholder}
        aria-label={texts.navigation.search}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={<Ending typed={typed} clear={clear} />}
        maxLength={200}
        enterKeyHint="search"
      />
    </form>
  );
}

function Ending({ typed, clear }: { typed: string; clear: () => void }) {
  if (typed) return <CloseButton size="sm" onClick={clear} aria-label={texts.navigation.searchClear} />;
  return (
    <Kbd size="xs" visibleFrom="sm" aria-hidden>
      /
    </Kbd>
  );
}
