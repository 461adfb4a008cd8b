import { texts } from '../../texts';

const STEP = 1024;
const number = new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 1 });

export function sizeInWords(bytes: number): string {
  const units = texts.messages.sizes;
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  return `${number.format(bytes / STEP ** power)}\u00a0${units[power] ?? ''}`;
}
