import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseKey } from './normalise-key.ts';

describe('normaliseKey', () => {
  it.each([
    ['email', ' Ann@Example.COM ', 'ann@example.com'],
    ['email', 'JOSE\u0301@x.es', 'jos\u00e9@x.es'],
    ['email', '   ', ''],
    ['phone', '+44 (20) 7183-8750', '+442071838750'],
    ['phone', '442071838750', '+442071838750'],
    ['phone', 'none', ''],
    ['metadata.user_id', '123.0', '123'],
    ['metadata.user_id', '-7.000', '-7'],
    ['metadata.user_id', '123.50', '123.50'],
    ['metadata.user_id', ' Ab-1 ', 'Ab-1'],
    ['metadata.user_id', '007', '007'],
    ['id', ' cus_Ab1 ', 'cus_Ab1'],
    ['name', 'Ann  Lee', 'Ann  Lee'],
    ['name', 'Ze\u0301', 'Z\u00e9'],
    ['description', '', ''],
  ])('%s %j is %j', (field, text, key) => {
    expect(normaliseKey(field, text)).toBe(key);
  });

  it('keeps a normalised key as it is', () => {
    const fields = fc.constantFrom('email', 'phone', 'name', 'id', 'metadata.k');
    fc.assert(
      fc.property(fields, fc.string({ unit: 'grapheme' }), (field, text) => {
        const key = normaliseKey(field, text);
        expect(normaliseKey(field, key)).toBe(key);
      }),
    );
  });
});
