import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openStdout, readStdin } from './stdio.ts';

const text = (chunks: readonly Uint8Array[]) => Buffer.concat(chunks).toString();

describe('readStdin', () => {
  it('gives every byte', async () => {
    const chunks: Uint8Array[] = [];
    const input = Readable.from([Buffer.from('ab'), Buffer.from('c')]);
    for await (const chunk of readStdin(new AbortController().signal, input)) chunks.push(chunk);
    expect(text(chunks)).toBe('abc');
  });

  it('holds the writer back while the consumer is slow', async () => {
    const input = new PassThrough({ highWaterMark: 10 });
    const chunks = readStdin(new AbortController().signal, input);
    expect(input.write(Buffer.alloc(8))).toBe(true);
    expect(text([(await chunks.next()).value ?? Buffer.alloc(0)])).toHaveLength(8);
    for (let at = 0; at < 5; at += 1) input.write(Buffer.alloc(8));
    expect(input.writableNeedDrain).toBe(true);
    await chunks.return(undefined);
    expect(input.destroyed).toBe(true);
  });

  it('ends without an error when aborted: before, while waiting, and between chunks', async () => {
    const early = new PassThrough();
    expect(await readStdin(AbortSignal.abort(), early).next()).toMatchObject({ done: true });
    expect(early.destroyed).toBe(true);

    const waiting = new AbortController();
    const next = readStdin(waiting.signal, new PassThrough()).next();
    waiting.abort();
    expect(await next).toMatchObject({ done: true });

    const between = new AbortController();
    const input = new PassThrough();
    const chunks = readStdin(between.signal, input);
    input.write('a');
    await chunks.next();
    input.write('b');
    between.abort();
    expect(await chunks.next()).toMatchObject({ done: true });
  });

  it('does not hide an error of its own', async () => {
    const input = new PassThrough();
    const next = readStdin(new AbortController().signal, input).next();
    input.destroy(new Error('EIO'));
    await expect(next).rejects.toThrow('EIO');
  });
});

/** A reader that takes a chunk only when told to. */
function slowReader() {
  const taken: string[] = [];
  const steps: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 10,
    write: (chunk, _encoding, done) => {
      taken.push(String(chunk));
      steps.push(() => done());
    },
  });
  return { taken, stream, step: () => steps.shift()?.() };
}

describe('openStdout', () => {
  it('joins lines and loses none', async () => {
    const { taken, stream, step } = slowReader();
    const output = openStdout(() => {}, stream);
    output.line('one');
    output.line('two');
    expect(taken).toEqual([]);
    const flushed = output.flush();
    expect(taken).toEqual(['one\ntwo\n']);
    step();
    await new Promise(setImmediate);
    step();
    await flushed;
    expect(taken.join('')).toBe('one\ntwo\n');
  });

  it('sends without being asked, and at once what is large', async () => {
    const { taken, stream } = slowReader();
    const output = openStdout(() => {}, stream);
    output.line('small');
    await new Promise(setImmediate);
    expect(taken).toEqual(['small\n']);
    const other = slowReader();
    openStdout(() => {}, other.stream).line('x'.repeat(300_000));
    expect(other.taken[0]).toHaveLength(300_001);
  });

  it('tells when the reader has caught up', async () => {
    const { stream, step } = slowReader();
    const output = openStdout(() => {}, stream);
    expect(output.drained()).toBeUndefined();
    output.line('longer than ten');
    await new Promise(setImmediate);
    const drained = output.drained();
    expect(drained).toBeInstanceOf(Promise);
    expect(output.drained()).toBe(drained);
    step();
    await drained;
    expect(output.drained()).toBeUndefined();
  });

  it('says once that the reader is gone, and goes on in silence', async () => {
    let told = 0;
    const stream = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => done(new Error('EPIPE')),
    });
    const output = openStdout(() => {
      told += 1;
    }, stream);
    output.line('one');
    const flushed = output.flush();
    const drained = output.drained();
    await Promise.all([flushed, drained]);
    output.line('two');
    await output.flush();
    expect(output.drained()).toBeUndefined();
    expect(told).toBe(1);
  });
});
