import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLossless, stringifyLossless } from './lossless-json.ts';

describe('parseLossless', () => {
  it.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['-9007199254740993', -9007199254740993n],
    ['9999999999999999', 9999999999999999n],
    ['0000', undefined],
    ['12345678901234567890.5', 12345678901234567000],
    ['1e400', Number.POSITIVE_INFINITY],
    ['100000000000000000000e0', 100000000000000000000],
    ['"12345678901234567890"', '12345678901234567890'],
    ['0.12345678901234567890', 0.12345678901234568],
  ])('%s', (text, value) => {
    if (value === undefined) expect(() => parseLossless(text)).toThrow(SyntaxError);
    else expect(parseLossless(text)).toBe(value);
  });

  it('reaches nested places and keeps an own __proto__', () => {
    const text = '{"__proto__":{"a":[12345678901234567890]},"b":{"c":18446744073709551615}}';
    const value = parseLossless(text) as { readonly [key: string]: unknown };
    expect(Object.keys(value)).toEqual(['__proto__', 'b']);
    expect(value['b']).toEqual({ c: 18446744073709551615n });
    expect(stringifyLossless(value)).toBe(text);
  });
});

describe('stringifyLossless', () => {
  it('gives null for what JSON cannot hold', () => {
    expect(stringifyLossless(undefined)).toBe('null');
  });

  it('does not swallow a cycle', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(() => stringifyLossless(cycle)).toThrow(TypeError);
  });

  it('round-trips every value', () => {
    const leaf = fc.oneof(
      fc.bigInt().filter((n) => n > 2n ** 53n || n < -(2n ** 53n)),
      fc.maxSafeInteger(),
      fc.string(),
      fc.constant(null),
      fc.boolean(),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')),
      ),
    }));
    fc.assert(
      fc.property(value, (any) => {
        const text = stringifyLossless(any);
        expect(stringifyLossless(parseLossless(text))).toBe(text);
      }),
    );
  });
});
