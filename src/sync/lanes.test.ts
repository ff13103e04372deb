import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Holds } from './holds.ts';
import { Lanes } from './lanes.ts';

const limits = { tasksMax: 1_000, bytesMax: 1_000 };
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('Lanes', () => {
  it('runs tasks of one key in order and never two at once, whatever else they touch', async () => {
    const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(keys, { maxLength: 20 }),
        fc.infiniteStream(fc.nat(3)),
        async (tasks, waits) => {
          const lanes = new Lanes(limits);
          const running = new Set<string>();
          const order = new Map<string, number[]>();
          for (const [at, touched] of tasks.entries()) {
            lanes.enter(touched, 1, async () => {
              for (const key of touched) {
                expect(running.has(key)).toBe(false);
                running.add(key);
                order.set(key, [...(order.get(key) ?? []), at]);
              }
              for (let left = waits.next().value; left > 0; left -= 1) await turn();
              for (const key of touched) running.delete(key);
            });
          }
          await lanes.idle();
          for (const seen of order.values()) expect(seen).toEqual([...seen].sort((x, y) => x - y));
          expect(lanes.size).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is full by count and by bytes, and tells when there is room', async () => {
    const lanes = new Lanes({ tasksMax: 10, bytesMax: 5 });
    let finish = () => {};
    lanes.enter(['a'], 5, () => new Promise((resolve) => (finish = resolve)));
    expect(lanes.full).toBe(true);
    const room = lanes.room();
    finish();
    await room;
    expect(lanes.full).toBe(false);
  });
});

describe('Holds', () => {
  it('gives overlapping refs in order of asking, and others at once', async () => {
    const holds = new Holds();
    const order: string[] = [];
    const noted = (name: string) => (release: () => void) => {
      order.push(name);
      return release;
    };
    const first = await holds.take([1, 2]);
    const second = holds.take([2, 3]).then(noted('second'));
    const third = holds.take([3]).then(noted('third'));
    const other = await holds.take([9]);
    order.push('other');
    expect(holds.busy(1)).toBe(true);
    first();
    (await second)();
    (await third)();
    other();
    expect(order).toEqual(['other', 'second', 'third']);
    expect([1, 2, 3, 9].some((ref) => holds.busy(ref))).toBe(false);
  });
});
