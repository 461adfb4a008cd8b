import type { Filter } from '../api/appeals';
import { texts } from '../texts';

export function titleOf({ line, view, q }: Filter): string {
  if (q !== undefined) return texts.list.found(q);
  if (view !== undefined) return texts.list.views[view];
  if (line === undefined) return texts.list.all;
  return `${texts.lines[line].short}. ${texts.lines[line].name}`;
}
