import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLines, detach } from './lines.ts';

const encoder = new TextEncoder();

function collect(chunks: readonly Uint8Array[], bytesMax = 1_000_000) {
  const out: (readonly [text: string, bytes: number, ended: boolean] | 'too long')[] = [];
  const lines = createLines(
    bytesMax,
    (...line) => out.push(line),
    () => out.push('too long'),
  );
  for (const chunk of chunks) lines.push(chunk);
  lines.end();
  return out;
}

function chunksOf(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 });
const line = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .map((text) => text.replaceAll('\n', '\u2028'));

describe('createLines', () => {
  it('gives the lines and their bytes, however the input is cut', () => {
    fc.assert(
      fc.property(fc.array(line), sizes, fc.boolean(), (texts, cuts, newline) => {
        const text = texts.join('\n') + (newline ? '\n' : '');
        const parts = text.split('\n');
        const expected = parts.at(-1) === '' ? parts.slice(0, -1) : parts;
        const got = collect(chunksOf(encoder.encode(text), cuts));
        expect(got).toEqual(
          expected.map((one, at) => [one, encoder.encode(one).length, at < parts.length - 1]),
        );
      }),
    );
  });

  it('drops exactly the lines that are too long and keeps the count', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), sizes, (texts, cuts) => {
        const got = collect(chunksOf(encoder.encode(`${texts.join('\n')}\n`), cuts), 12);
        expect(got.map((one) => (one === 'too long' ? one : one[0]))).toEqual(
          texts.map((one) => (encoder.encode(one).length > 12 ? 'too long' : one)),
        );
      }),
    );
  });

  it('does not mind that the reader uses its buffer again', () => {
    const buffer = new Uint8Array(4);
    const out: string[] = [];
    const lines = createLines(
      100,
      (text) => out.push(text),
      () => {},
    );
    for (const text of ['abcd', 'efgh', 'ij\nk', 'lmn\n']) {
      buffer.set(encoder.encode(text));
      lines.push(buffer);
    }
    expect(out).toEqual(['abcdefghij', 'klmn']);
  });

  it('reports a last line that is too long', () => {
    expect(collect([encoder.encode('abcdef'), encoder.encode('gh')], 7)).toEqual(['too long']);
  });
});

it('detach gives the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(detach(text)).toBe(text);
    }),
  );
});
