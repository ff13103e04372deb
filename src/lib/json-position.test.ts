import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonErrorAt, lineAndColumn } from './json-position.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('jsonErrorAt', () => {
  it.each([
    ['', 0],
    ['{', 1],
    ['{"a":1,}', 7],
    ['[1,]', 3],
    ['{"a" 1}', 5],
    ['{"a":x}', 5],
    ['{"a":1 "b":2}', 7],
    ['{} x', 3],
    ['"a\nb"', 2],
    ['"a\\x"', 2],
    ['["a', 3],
    ['[01]', 1],
    ["{'a':1}", 1],
    ['{"a":[1,{"b":tru}]}', 13],
  ])('%j', (text, at) => {
    expect(jsonErrorAt(text)).toBe(at);
  });

  it('accepts what JSON.parse accepts, and refuses what it refuses', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
        expect(jsonErrorAt(JSON.stringify(value, null, indent))).toBeUndefined();
      }),
    );
    const scrap = fc.constantFrom(
      ...'{}[],:"\\ \n01-+.eEtruefalsn',
      'null',
      '"a"',
      'true',
      '\\u00e9',
    );
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 8 }), (scraps) => {
        const text = scraps.join('');
        expect(jsonErrorAt(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('never points beyond the first change that broke the text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, pick) => {
        const text = JSON.stringify({ value });
        const at = pick % text.length;
        const broken = `${text.slice(0, at)}\u0001${text.slice(at + 1)}`;
        const found = jsonErrorAt(broken) ?? Number.POSITIVE_INFINITY;
        expect(found).toBeLessThanOrEqual(at);
      }),
    );
  });
});

it('lineAndColumn counts from 1', () => {
  expect(lineAndColumn('ab\ncd', 0)).toEqual({ line: 1, column: 1 });
  expect(lineAndColumn('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
});
