import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from './virtual-clock.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('VirtualClock', () => {
  it('fires by due time, then by order of making', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 40 }), async (delays) => {
        const clock = new VirtualClock(turn, 0);
        const fired: number[] = [];
        const sleeps = delays.map((delay, index) =>
          clock.sleep(delay).then(() => fired.push(index)),
        );
        await clock.runUntilIdle();
        await Promise.all(sleeps);
        const expected = delays
          .map((delay, index) => ({ delay, index }))
          .sort((a, b) => a.delay - b.delay || a.index - b.index)
          .map(({ index }) => index);
        expect(fired).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('stands at each timer’s own due time while that one runs', async () => {
    const clock = new VirtualClock(turn, 1_000);
    const seen: number[] = [];
    const loop = async () => {
      for (let i = 0; i < 3; i += 1) {
        await clock.sleep(100);
        seen.push(clock.now());
      }
    };
    void loop();
    await clock.advance(250);
    expect(seen).toEqual([1_100, 1_200]);
    expect(clock.now()).toBe(1_250);
    await clock.runUntilIdle();
    expect(seen).toEqual([1_100, 1_200, 1_300]);
  });

  it('forgets a sleep that is aborted and rejects with the reason', async () => {
    const clock = new VirtualClock(turn, 0);
    const stop = new AbortController();
    const sleep = clock.sleep(10, stop.signal);
    expect(clock.waiting).toBe(1);
    stop.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
    expect(clock.waiting).toBe(0);
    await expect(clock.sleep(10, stop.signal)).rejects.toThrow('enough');
    await clock.runUntilIdle();
    expect(clock.now()).toBe(0);
  });

  it('runs until a promise is settled, and says when nothing could settle it', async () => {
    const clock = new VirtualClock(turn, 0);
    const forever = new Promise<never>(() => {});
    expect(await clock.runUntil(clock.sleep(500).then(() => 'done'))).toBe('done');
    expect(clock.now()).toBe(500);
    await expect(clock.runUntil(forever, 5)).rejects.toThrow('stands still');
  });

  it('stops at the limit of runUntilIdle', async () => {
    const clock = new VirtualClock(turn, 0);
    void clock.sleep(10);
    void clock.sleep(5_000);
    await clock.runUntilIdle(100);
    expect(clock.now()).toBe(10);
    expect(clock.waiting).toBe(1);
  });
});
