import { describe, expect, it } from 'vitest';
import { settledSecond } from './settled-second.ts';

const page = (newest: number, oldest: number, hasMore = true) => ({
  ids: ['cus_1'],
  newest,
  oldest,
  hasMore,
});

describe('settledSecond', () => {
  it('keeps a margin, whatever our clock says', () => {
    expect(settledSecond(page(1_000, 10), 9_000_000)).toBe(995);
    expect(settledSecond(page(1_000, 10), 1_000)).toBe(995);
    expect(settledSecond(page(1_000, 1_000, false), 9_000_000)).toBe(995);
  });

  it('does without for an old crowd, which would be read twice', () => {
    expect(settledSecond(page(1_000, 1_000), 9_000_000)).toBe(1_000);
    expect(settledSecond(page(1_000, 1_000), 1_010_000)).toBe(995);
  });
});
