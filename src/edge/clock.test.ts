import { describe, expect, it } from 'vitest';
import { clock } from './clock.ts';
import { digest, newId, random } from './random.ts';

describe('clock', () => {
  it('counts whole milliseconds since the epoch', () => {
    expect(Number.isInteger(clock.now())).toBe(true);
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(5_000);
  });

  it('wakes an aborted sleep with the reason', async () => {
    const stop = new AbortController();
    const sleep = clock.sleep(60_000, stop.signal);
    stop.abort(new Error('stop'));
    await expect(sleep).rejects.toThrow('stop');
    await expect(clock.sleep(1, stop.signal)).rejects.toThrow('stop');
    await clock.sleep(-1);
  });
});

describe('random', () => {
  it('gives floats below one, ids of their own and hex digests', () => {
    expect(random()).toBeLessThan(1);
    expect(newId()).not.toBe(newId());
    expect(digest('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});
