/** First letters of the first two words: «Соколова Марина Викторовна» gives «СМ». */
export function initials(name: string): string {
  const words = name.split(/[\s.]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
}

/** Surname and initials: «Соколова М. В.», as lists show colleagues. */
export function shortName(name: string): string {
  const [surname = '', ...rest] = name.split(/\s+/).filter(Boolean);
  return [surname, ...rest.slice(0, 2).map((word) => `${[...word][0] ?? ''}.`)].join('\u00a0');
}
