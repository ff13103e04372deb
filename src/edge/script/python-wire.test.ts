import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frame, frameReader, unframe } from './python-wire.ts';

test('frames come out as they went in, however the bytes are cut', () => {
  const texts = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 8 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 40 }), (given, step) => {
      const bytes = Buffer.concat(given.map((text, kind) => frame({ kind }, text)));
      const got: unknown[] = [];
      const read = frameReader((body) => got.push(unframe(body)));
      for (let at = 0; at < bytes.length; at += step) read(bytes.subarray(at, at + step));
      expect(got).toEqual(given.map((text, kind) => ({ head: { kind }, text })));
    }),
  );
});
