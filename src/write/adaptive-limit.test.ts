import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECOVERY_MS } from '../model/limits.ts';
import { AdaptiveLimit } from './adaptive-limit.ts';

describe('AdaptiveLimit', () => {
  it('stays between floor and nominal, whatever is refused when, and comes back', () => {
    const waits = fc.array(fc.integer({ min: 1, max: 30_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(waits, fc.double({ min: 0.1, max: 100, noNaN: true }), (refusals, nominal) => {
        const limit = new AdaptiveLimit(nominal, nominal / 50);
        let nowMs = 0;
        for (const waitMs of refusals) {
          nowMs += waitMs;
          const before = limit.at(nowMs);
          limit.slow(nowMs, nowMs);
          const after = limit.at(nowMs);
          expect(after).toBeLessThanOrEqual(before + 1e-9);
          expect(after).toBeGreaterThanOrEqual(nominal / 50 - 1e-9);
          expect(after).toBeLessThanOrEqual(nominal);
        }
        expect(limit.at(nowMs + 6 * RECOVERY_MS)).toBe(nominal);
      }),
    );
  });

  it('climbs back without ever falling', () => {
    const limit = new AdaptiveLimit(25, 0.5);
    limit.slow(0, 0);
    limit.slow(2_000, 2_000);
    let last = 0;
    for (let nowMs = 2_000; nowMs < 60_000; nowMs += 100) {
      expect(limit.at(nowMs)).toBeGreaterThanOrEqual(last);
      last = limit.at(nowMs);
    }
    expect(last).toBe(25);
  });

  it('starts from what was in use', () => {
    const limit = new AdaptiveLimit(32, 1);
    limit.slow(0, 0, 5);
    expect(limit.at(0)).toBe(4);
  });
});
