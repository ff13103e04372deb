import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberFromText } from './number-text.ts';

it.each([
  ['5', 5],
  [' 5.0 ', 5],
  ['-0.5', -0.5],
  ['.5', 0.5],
  ['5.', 5],
  ['+7', 7],
  ['1e3', 1000],
  ['9007199254740993', 9007199254740993n],
  ['+9007199254740993.00', 9007199254740993n],
  ['1e300', 1e300],
  ['', undefined],
  ['.', undefined],
  ['1e999', undefined],
  ['0x10', undefined],
  ['Infinity', undefined],
  ['1,5', undefined],
  ['1 2', undefined],
])('%j spells %s', (text, number) => {
  expect(numberFromText(text)).toBe(number);
});

it('reads every integer exactly', () => {
  fc.assert(
    fc.property(fc.bigInt(), (integer) => {
      const read = numberFromText(String(integer));
      expect(read === undefined ? undefined : BigInt(read)).toBe(integer);
    }),
  );
});
