import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringifyLossless } from '../lib/lossless-json.ts';
import type { Message } from '../model/message.ts';
import { createDecoder } from './decode.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const decode = (text: string): readonly Message[] => {
  const decoder = createDecoder();
  return [...decoder.push(bytes(text)), ...decoder.end()];
};
const record = (data: object, more = {}) =>
  JSON.stringify({ type: 'RECORD', record: { stream: 'users', data, emitted_at: 1, ...more } });

describe('createDecoder', () => {
  it('reads the same messages wherever the chunks are cut', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        texts,
        fc.array(fc.nat(40), { minLength: 1 }),
        fc.boolean(),
        (names, cuts, crlf) => {
          const text = names.map((name) => record({ name })).join(crlf ? '\r\n' : '\n');
          const whole = decode(text);
          expect(whole.map((one) => one.kind === 'record' && one.data['name'])).toEqual(names);
          const decoder = createDecoder();
          const out: Message[] = [];
          const all = bytes(text);
          for (let at = 0, i = 0; at < all.length; i += 1) {
            const size = (cuts[i % cuts.length] ?? 0) + 1;
            out.push(...decoder.push(all.subarray(at, at + size)));
            at += size;
          }
          out.push(...decoder.end());
          expect(out.map((one) => ({ ...one, bytes: 0 }))).toEqual(
            whole.map((one) => ({ ...one, bytes: 0 })),
          );
        },
      ),
    );
  });

  it('gives back what was encoded, integers of any size included', () => {
    const leaf = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.bigInt({ min: 2n ** 53n }),
      fc.bigInt({ max: -(2n ** 53n) }),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), leaf),
        fc.boolean(),
        (data, crlf) => {
          const line = stringifyLossless({ type: 'RECORD', record: { stream: 'a', data } });
          const [message] = decode(`${line}${crlf ? '\r\n' : '\n'}`);
          expect(message).toMatchObject({ kind: 'record', stream: 'a' });
          const got = message?.kind === 'record' ? message.data : undefined;
          expect(stringifyLossless(got)).toBe(stringifyLossless(data));
        },
      ),
    );
  });

  it('takes a RECORD that breaks off anywhere for damaged', () => {
    const line = record({ id: 1, name: 'a "b" {c}' }, { namespace: null });
    for (let length = 1; length < line.length; length += 1) {
      for (const end of ['', '\n', '\r\n']) {
        expect(decode(line.slice(0, length) + end)).toMatchObject([{ damagedRecord: true }]);
      }
    }
  });

  it('treats null as absent and keeps large integers', () => {
    const line =
      '{"type":"RECORD","log":null,"record":{"stream":"a","namespace":null,"meta":null,"data":{"id":9999999999999999}}}';
    expect(decode(line)).toMatchObject([
      { kind: 'record', stream: 'a', namespace: undefined, data: { id: 9999999999999999n } },
    ]);
  });

  it('reads changes of the source', () => {
    const changes = [
      { field: 'a', change: 'NULLED', reason: 'x' },
      { field: 'b', change: 'TRUNCATED', reason: 'x' },
    ];
    expect(decode(record({}, { meta: { changes } }))).toMatchObject([
      { nulled: ['a'], truncated: ['b'] },
    ]);
  });

  it.each([
    ['{"type":"STATE","state":{"data":{}}}', 'global'],
    ['{"type":"STATE","state":{"type":"GLOBAL","global":{}}}', 'global'],
    [
      '{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"a","namespace":""}}}}',
      { stream: 'a', namespace: undefined },
    ],
  ])('keeps the raw line of a state: %s', (raw, scope) => {
    expect(decode(raw)).toEqual([{ kind: 'state', raw, scope }]);
  });

  it.each([
    ['hello', 'not_json', false],
    ['[1]', 'not_an_object', false],
    ['{"type":"RECORD","record":{"stream":"a","data":{"x":1', 'not_json', true],
    ['{"ty', 'not_json', true],
    ['{"ty\n', 'not_json', true],
    ['{\n', 'not_json', true],
    ['12:00 DEBUG {"type":"RECORD","record":{}}\n', 'not_json', true],
    ['{"type":"RECORD","record":{"stream":"a","data":{"x":"\u0000"}}}\n', 'not_json', true],
    ['{"type":"LOG","log":{"level":"INFO","message":"\\"type\\":\\"RECORD\\"\n', 'not_json', false],
    ["{'a': 1}\n", 'not_json', false],
    ['{"type":"STATE","state":{"x"', 'not_json', true],
    ['{"record":{"stream":"a","data":{}}}', 'record_malformed', true],
    ['{"type":"RECORD","record":{"stream":"a","data":[]}}', 'record_malformed', true],
    ['{"type":"RECORD"}', 'record_malformed', true],
    ['null', 'not_an_object', false],
    ['{"type":"STATE","state":{"type":"STREAM","stream":{}}}', 'state_malformed', false],
    ['{"type":"RECORD","record":{"stream":"a"}}', 'record_malformed', true],
    ['{"type":"STATE","state":7}', 'state_malformed', false],
  ])('reports %s', (line, reason, damagedRecord) => {
    expect(decode(line)).toEqual([{ kind: 'bad_line', line: 1, reason, damagedRecord }]);
  });

  it('bears JSON nested deeper than the stack', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const line = `{"type":"RECORD","record":{"stream":"a","data":{"x":${deep}}}}`;
    expect(decode(line)).toMatchObject([{ kind: 'bad_line', damagedRecord: true }]);
  });

  it('drops a line that is too long and goes on counting', () => {
    const decoder = createDecoder(100);
    const out = decoder.push(bytes(`${record({ x: 'y'.repeat(100) })}\n\n{"type":"LOG"}\n[]\n`));
    expect(out).toMatchObject([
      { line: 1, reason: 'too_long', damagedRecord: true },
      { kind: 'ignored', type: 'LOG' },
      { line: 4, reason: 'not_an_object' },
    ]);
  });

  it('counts bytes, not characters, and survives NULs and carriage returns around a line', () => {
    const text = record({ name: 'Åsa 👩‍🚀' });
    const [message] = decode(`\u0000${text}\r\u0000\n`);
    expect(message).toMatchObject({ data: { name: 'Åsa 👩‍🚀' }, bytes: bytes(text).length + 3 });
  });

  it('echoes a state without the blanks around it, large numbers and key order untouched', () => {
    const raw =
      '{"state" : {"data":{"c":12345678901234567890,"d":1.0,"é":1e21}}, "type":"STATE", "x":null}';
    expect(decode(`\uFEFF${raw}\r\n`)).toEqual([{ kind: 'state', raw, scope: 'global' }]);
  });

  it('reads traces', () => {
    const trace = (body: object) => decode(JSON.stringify({ type: 'TRACE', trace: body }));
    const stream_descriptor = { name: 'users', namespace: 'public' };
    expect(
      trace({ type: 'STREAM_STATUS', stream_status: { stream_descriptor, status: 'COMPLETE' } }),
    ).toEqual([
      { kind: 'stream_status', stream: 'users', namespace: 'public', status: 'COMPLETE' },
    ]);
    expect(
      trace({ type: 'ESTIMATE', estimate: { type: 'STREAM', name: 'users', row_estimate: 9 } }),
    ).toEqual([{ kind: 'estimate', rows: 9, scope: { stream: 'users', namespace: undefined } }]);
    expect(
      trace({ type: 'ESTIMATE', estimate: { type: 'SYNC', name: 'x', row_estimate: 9 } }),
    ).toEqual([{ kind: 'estimate', rows: 9, scope: 'sync' }]);
    expect(trace({ type: 'ERROR', error: {} })).toEqual([{ kind: 'ignored', type: 'TRACE' }]);
  });

  it('ignores blank lines, unknown types and a byte order mark', () => {
    expect(decode('\n \n{"type":"CONTROL"}\n')).toEqual([{ kind: 'ignored', type: 'CONTROL' }]);
    expect(decode(`\uFEFF${record({ a: 1 })}`)[0]?.kind).toBe('record');
  });
});
