import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELDS } from '../model/fields.ts';
import type { Value } from '../model/record.ts';
import { plainNumber, shiftPoint } from './functions/plain-text.ts';
import { compactJson } from './shape/compact-json.ts';
import { isRefusal } from './shape/refuse.ts';
import { compileShape } from './shape.ts';

const value = fc.oneof(
  fc.jsonValue(),
  fc.double(),
  fc.bigInt(),
  fc.string({ unit: 'binary' }),
) as fc.Arbitrary<Value>;
const field = fc.constantFrom(...FIELDS.map(({ name }) => name), 'metadata.x');

describe('compileShape', () => {
  it('is at rest once it has shaped', () => {
    fc.assert(
      fc.property(field, value, (name, input) => {
        const shape = compileShape(name, 'keep');
        const once = shape(input);
        if (once === undefined || once === null || isRefusal(once)) return;
        expect(shape(once)).toEqual(once);
      }),
    );
  });

  it('gives text that can be sent', () => {
    expect(compileShape('name', 'keep')('a\ud800')).toMatchObject({ code: 'invalid_field' });
    expect(compileShape('metadata.x', 'keep')(['\ud800'])).toBe('["\\ud800"]');
  });

  it('refuses what is no field, and a key that cannot be one', () => {
    expect(compileShape('nam', 'keep')('x')).toMatchObject({ field: 'nam' });
    expect(compileShape('metadata.a[b]', 'keep')('x')).toMatchObject({ field: 'metadata.a[b]' });
  });
});

describe('compactJson', () => {
  it('is what JSON.stringify gives, within the limit', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (input) => {
        const json = JSON.stringify(input);
        const numbersAlike = JSON.stringify(JSON.parse(compactJson(input, 100_000) ?? ''));
        expect(numbersAlike).toBe(json);
        expect(compactJson(input, 5) === undefined).toBe(
          (compactJson(input, 1e6) ?? '').length > 5,
        );
      }),
    );
  });

  it('ends early where lists share what they hold', () => {
    let shared: readonly unknown[] = [1];
    for (let depth = 0; depth < 60; depth += 1) shared = [shared, shared];
    expect(compactJson(shared, 1000)).toBeUndefined();
  });
});

describe('plain numbers', () => {
  it('spell the same number without an exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (input) => {
        const text = plainNumber(input);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text)).toBe(input + 0);
      }),
    );
  });

  it('move their point exactly', () => {
    const places = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), places, (units, count) => {
        const decimal = shiftPoint(String(units), -count);
        expect(shiftPoint(decimal, count)).toBe(String(units));
      }),
    );
  });
});
