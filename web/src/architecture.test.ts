import { globSync, readFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const MOST_LINES_OF_A_FILE = 300;
const MOST_LINES_OF_A_FUNCTION = 40;

const sources = globSync('src/**/*.{ts,tsx,css}').filter((path) => !path.endsWith('.gen.ts'));
const read = (path: string) => readFileSync(path, 'utf8');
const isTest = (path: string) => path.includes('.test.') || path.startsWith('src/test/');
const product = sources.filter((path) => !isTest(path));

function longFunctions(path: string): string[] {
  const file = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
  const line = (at: number) => file.getLineAndCharacterOfPosition(at).line;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const length = line(node.getEnd()) - line(node.getStart()) + 1;
    if (ts.isFunctionLike(node) && length > MOST_LINES_OF_A_FUNCTION) {
      found.push(`${path}:${line(node.getStart()) + 1} has ${length} lines`);
    }
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

describe('the sources', () => {
  it('keep files short', () => {
    const long = sources.filter((path) => read(path).split('\n').length > MOST_LINES_OF_A_FILE);
    expect(long).toEqual([]);
  });

  it('keep functions short', () => {
    const code = product.filter((path) => !path.endsWith('.css'));
    expect(code.flatMap(longFunctions)).toEqual([]);
  });

  it('say every Russian word in the texts', () => {
    const others = product.filter((path) => !path.startsWith('src/texts'));
    const speaking = others.filter((path) => /[а-яё]/i.test(withoutComments(read(path))));
    expect(speaking).toEqual([]);
  });

  it('never turn text into markup', () => {
    const risky = product.filter((path) => /dangerouslySetInnerHTML|innerHTML/.test(read(path)));
    expect(risky).toEqual([]);
  });

  it('cite no clause and ask nothing of a stranger', () => {
    const citing = product.filter((path) => /§|пункт\S* \d|п\. ?\d/i.test(read(path)));
    const asking = product.filter((path) => /https?:\/\/(?!www\.w3\.org)/.test(read(path)));
    expect([...citing, ...asking]).toEqual([]);
  });
});

describe('the types of the interface', () => {
  it.each([
    ['escalation', 'schema'],
    ['triage', 'triage'],
    ['intake-email', 'intake'],
  ])('are those of the published description of %s (npm run api)', async (service, file) => {
    const fresh = astToString(await openapiTS(read(`../docs/openapi/${service}.json`)));
    expect(read(`src/api/${file}.gen.ts`).endsWith(fresh)).toBe(true);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
}
