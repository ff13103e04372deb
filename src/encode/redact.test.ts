import fc from 'fast-check';
import { expect, it } from 'vitest';
import { secret } from '../model/secret.ts';
import { createRedactor } from './redact.ts';

const KEY = 'rk_test_51Abc/+="defGHIJ~ü';
const redact = createRedactor([secret(KEY), secret('other-secret')]);
const around = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('*'));

it('hides the key wherever it stands, and nothing around it', () => {
  fc.assert(
    fc.property(around, around, (before, after) => {
      const forms = [
        KEY,
        encodeURIComponent(KEY),
        encodeURIComponent(KEY).replace(/%../g, (code) => code.toLowerCase()),
        JSON.stringify(KEY).slice(1, -1),
        'other-secret',
      ];
      for (const form of forms) {
        expect(redact(`${before}${form}${after}`)).toBe(`${before}***${after}`);
      }
    }),
  );
});

it('hides the key inside base64 text, at any offset and in both alphabets', () => {
  const core = Buffer.from(KEY).toString('latin1').slice(3, -3);
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (before, after) => {
      const bytes = Buffer.concat([before, Buffer.from(KEY), after]);
      for (const alphabet of ['base64', 'base64url'] as const) {
        const shown = redact(bytes.toString(alphabet));
        expect(shown).toContain('***');
        for (const part of shown.split('***')) {
          expect(Buffer.from(part, alphabet).toString('latin1')).not.toContain(core);
        }
      }
      expect(redact(`Basic ${btoa('other-secret:')}`)).toMatch(/^Basic \*\*\*.{0,3}=*$/);
    }),
  );
});

it('keeps a JSON line JSON', () => {
  const line = JSON.stringify({ type: 'LOG', log: { message: `key ${KEY}` } });
  expect(JSON.parse(redact(line))).toEqual({ type: 'LOG', log: { message: 'key ***' } });
});

it('leaves other text alone', () => {
  expect(redact('nothing here')).toBe('nothing here');
  expect(createRedactor([secret(''), secret('LOG')])('LOG')).toBe('LOG');
});
