import { expect, test } from 'vitest';
import { VirtualClock } from '../../lib/virtual-clock.ts';
import { stalled } from './stall.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('says so when nothing moves for longer than the limit', async () => {
  const clock = new VirtualClock(turn, 0);
  const late = stalled(
    clock,
    () => 7,
    () => 1_000,
    new AbortController().signal,
  );
  await clock.advance(5_000);
  expect(await late).toBe(true);
});

test('moving counts, and the limit may depend on how far it is', async () => {
  const clock = new VirtualClock(turn, 0);
  const done = new AbortController();
  const late = stalled(
    clock,
    () => Math.floor(clock.now() / 500),
    () => 1_000,
    done.signal,
  );
  await clock.advance(20_000);
  done.abort();
  expect(await late).toBe(false);
});

test('an answer in time ends the watch', async () => {
  const clock = new VirtualClock(turn, 0);
  const done = new AbortController();
  const late = stalled(
    clock,
    () => 1,
    () => 1_000,
    done.signal,
  );
  await clock.advance(500);
  done.abort();
  expect(await late).toBe(false);
});
