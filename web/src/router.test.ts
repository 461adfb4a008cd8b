import { describe, expect, it } from 'vitest';
import { filterOf, isOwnPath } from './router';

describe('the address of a list', () => {
  it('keeps what it knows', () => {
    const known = { line: 2, view: 'mine', q: 'Иванова', region: '77' };
    expect(filterOf(known)).toEqual(known);
  });

  it('drops what nobody could have chosen', () => {
    expect(filterOf({ line: 4, view: 'all', q: '  ', region: '7', page: 3 })).toEqual({});
  });

  it('takes a query of digits as words', () => {
    expect(filterOf({ q: 412 })).toEqual({ q: '412' });
  });
});

describe('the way back after signing in', () => {
  it('leads only to our own pages', () => {
    expect(isOwnPath('/appeals/BB-2020-000001?line=1')).toBe(true);
    expect(isOwnPath('//evil.example/appeals')).toBe(false);
    expect(isOwnPath('/\\evil.example')).toBe(false);
    expect(isOwnPath('https://evil.example/')).toBe(false);
  });
});
