import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance } from './did-you-mean.ts';

describe('didYouMean', () => {
  const keys = ['matching', 'filter', 'export_mode', 'is', 'address.postal_code'];
  it.each([
    ['maching', 'matching'],
    ['mathcing', 'matching'],
    ['Filter', 'filter'],
    ['exportMode', 'export_mode'],
    ['address.postcode', 'address.postal_code'],
    ['sync_interval', undefined],
    ['xy', undefined],
  ])('%s → %s', (word, meant) => {
    expect(didYouMean(word, keys)).toBe(meant);
  });
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['ab', 'ba', 1],
    ['kitten', 'sitting', 3],
  ])('%j to %j is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is symmetric and zero only for equal texts', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
