import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from './hash.ts';

function hashed(text: string, seed = 7): string {
  const out = { a: 0, b: 0 };
  hashText(text, seed, ~seed, out);
  return `${out.a}:${out.b}`;
}

describe('hashText', () => {
  it('gives equal texts equal hashes, however they were built', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        expect(hashed(left + right)).toBe(hashed([left, right].join('')));
      }),
    );
  });

  it('depends on the seed', () => {
    expect(hashed('ann@example.com', 1)).not.toBe(hashed('ann@example.com', 2));
  });

  it('keeps 300,000 alike texts apart, and each lane as a random one would', () => {
    const whole = new Set<string>();
    const laneA = new Set<number>();
    const laneB = new Set<number>();
    const out = { a: 0, b: 0 };
    for (let n = 0; n < 300_000; n += 1) {
      hashText(`user${n}@example.com`, 1, 2, out);
      whole.add(`${out.a}:${out.b}`);
      laneA.add(out.a);
      laneB.add(out.b);
    }
    expect(whole.size).toBe(300_000);
    // 300,000² / 2³³ ≈ 10 pairs meet in one random lane.
    expect(laneA.size).toBeGreaterThan(299_950);
    expect(laneB.size).toBeGreaterThan(299_950);
  });
});
