import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Profiled, ScriptResult } from '../../model/ports.ts';
import { type ChunkAnswer, runBatch } from './run-batch.ts';

type Nature = 'good' | 'endless' | 'crash' | 'hungry' | 'deep' | 'forger';

/** An engine in which each profile's nature says what it does; what it returns is its number. */
function fakeEngine(isExact: boolean) {
  const run = async (part: readonly Profiled[], careful: boolean): Promise<ChunkAnswer> => {
    const natures = part.map(({ nature }) => nature as Nature);
    if (natures.includes('deep')) return { kind: 'lost', at: -1, code: 'unread' };
    const at = natures.findIndex((nature) => nature in LOSSES);
    const loss = LOSSES[natures[at] ?? 'good'];
    if (loss !== undefined) {
      const exact = isExact || careful;
      return { kind: 'lost', at: exact ? at : 0, code: loss, vague: !exact };
    }
    if (natures.includes('forger')) return { kind: 'answer', text: 'forged' };
    return { kind: 'answer', text: JSON.stringify(part.map(({ i }) => i)) };
  };
  const read = (text: string) =>
    text === 'forged'
      ? undefined
      : (JSON.parse(text) as number[]).map((value): ScriptResult => ({ kind: 'returned', value }));
  return { run, read };
}

const LOSSES: { readonly [nature: string]: 'timeout' | 'ended' | 'memory' | undefined } = {
  endless: 'timeout',
  crash: 'ended',
  hungry: 'memory',
};
const CODES: { readonly [nature: string]: string } = {
  endless: 'transformation_timeout',
  crash: 'transformation_failed',
  hungry: 'transformation_memory',
  deep: 'transformation_memory',
  forger: 'transformation_failed',
};

const natures = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: fc.constant<Nature>('good') },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Nature>('endless', 'crash', 'hungry', 'deep', 'forger'),
    },
  ),
  { maxLength: 1200, size: 'max' },
);

test.each([true, false])('every record gets its own result (exact progress: %s)', (isExact) =>
  fc.assert(
    fc.asyncProperty(natures, async (given) => {
      const profiles = given.map((nature, i) => ({ nature, i }));
      const results = await runBatch(profiles, fakeEngine(isExact));
      expect(results).toHaveLength(given.length);
      for (const [i, result] of results.entries()) {
        const code = CODES[given[i] ?? ''];
        expect(result).toMatchObject(
          code === undefined ? { kind: 'returned', value: i } : { kind: 'failed', code },
        );
      }
    }),
    { numRuns: 40 },
  ),
);

test('large records go in small company', async () => {
  const sizes: number[] = [];
  const engine = fakeEngine(true);
  const text = 'x'.repeat(300_000);
  const profiles = Array.from({ length: 10 }, (_, i) => ({ nature: 'good', i, text }));
  await runBatch(profiles, {
    ...engine,
    run: (part, careful) => {
      sizes.push(part.length);
      return engine.run(part, careful);
    },
  });
  expect(sizes).toEqual([3, 3, 3, 1]);
});

test('what the engine itself cannot do ends the batch', async () => {
  const run = async () => {
    throw new Error('no engine');
  };
  await expect(runBatch([{ i: 1 }], { run, read: () => [] })).rejects.toThrow('no engine');
});
