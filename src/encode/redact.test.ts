import fc from 'fast-check';
import { expect, it } from 'vitest';
import { secret } from '../model/secret.ts';
import { createRedactor } from './redact.ts';

const key = 'rk_test_51Abc/+=defGHIJ';
const redact = createRedactor([secret(key)]);

it('hides the key in every form, wherever it stands', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const text = `${before}${key}${after}`;
      expect(redact(text)).not.toContain(key);
      expect(redact(encodeURIComponent(key))).toBe('***');
      const coded = Buffer.from(text, 'utf8').toString('base64');
      const shown = Buffer.from(redact(coded), 'base64').toString('latin1');
      expect(shown).not.toContain(key.slice(4, -4));
    }),
  );
});

it('leaves other text alone', () => {
  expect(redact('nothing here')).toBe('nothing here');
});
