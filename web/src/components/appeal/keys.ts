import type { KeyboardEvent } from 'react';

/** For a text field: Ctrl+Enter (on a Mac also ⌘+Enter) does what the button does. */
export function sendsOnCtrlEnter(send: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  };
}
