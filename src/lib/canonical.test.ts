import { describe, expect, it } from 'vitest';
import { canonicalText, isEmptyValue } from './canonical.ts';

describe('canonicalText', () => {
  it('is the text itself', () => {
    expect(canonicalText(' Ann ')).toBe(' Ann ');
  });

  it('has one form for zero', () => {
    expect(canonicalText(-0)).toBe(canonicalText(0));
    expect(canonicalText(-500)).toBe('-500');
  });

  it('keeps the order of a list and not that of keys', () => {
    expect(canonicalText(['de', 'en'])).not.toBe(canonicalText(['en', 'de']));
    const one = canonicalText([{ name: 'PO', value: '17' }]);
    expect(canonicalText([{ value: '17', name: 'PO' }])).toBe(one);
    expect(canonicalText([{ name: '17', value: 'PO' }])).not.toBe(one);
  });

  it('tells lists apart whatever their items hold', () => {
    expect(canonicalText(['a,b'])).not.toBe(canonicalText(['a', 'b']));
    expect(canonicalText(['a","b'])).not.toBe(canonicalText(['a', 'b']));
  });
});

describe('isEmptyValue', () => {
  it.each([
    ['name', null, true],
    ['name', undefined, true],
    ['name', '', true],
    ['name', 'none', false],
    ['name', '0', false],
    ['preferred_locales', [], true],
    ['preferred_locales', ['en'], false],
    ['tax_exempt', 'none', true],
    ['tax_exempt', 'exempt', false],
    ['balance', 0, true],
    ['balance', -0, true],
    ['balance', 5, false],
    ['next_invoice_sequence', 1, false],
    ['metadata.balance', '0', false],
    ['metadata.tax_exempt', 'none', false],
  ] as const)('%s %j → %s', (field, value, expected) => {
    expect(isEmptyValue(field, value)).toBe(expected);
  });
});
