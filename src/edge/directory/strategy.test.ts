import { describe, expect, it } from 'vitest';
import { choose, sweepPages } from './strategy.ts';

const SIZES = [10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];
const BATCHES = [10, 1_000, 10_000];
const SEARCH_MAX = 10_000;

/** Reads of a run over `profiles` keys, as the finder would make them; no network. */
function readsOfAuto(profiles: number, customers: number, batch: number, search: boolean): number {
  const pagesAll = sweepPages(customers);
  let [spent, swept, counted, atLeast] = [0, 0, 0, 0];
  let total: number | undefined;
  for (let done = 0; done < profiles; done += batch) {
    const waiting = 1.1 * Math.min(batch, profiles - done);
    for (let looking = false; !looking; ) {
      const choice = choose({
        spent,
        waiting,
        swept,
        counted,
        pagesMin: Math.max(swept + 1, sweepPages(atLeast)),
        pages: total === undefined ? undefined : sweepPages(total),
        countable: search && total === undefined,
      });
      if (choice.kind === 'look_up') {
        spent += waiting;
        looking = true;
      } else if (choice.kind === 'count') {
        // Two reads split one crowd of 10,000 off.
        counted += counted === 0 ? 1 : 2;
        atLeast = Math.min(customers, SEARCH_MAX * Math.ceil(counted / 2));
        if (customers < SEARCH_MAX * Math.ceil(counted / 2)) total = customers;
      } else {
        swept = Math.min(pagesAll, choice.kind === 'open' ? 1 : choice.upTo);
        if (swept >= pagesAll) return spent + swept + counted;
      }
    }
  }
  return spent + swept + counted;
}

describe('choose', () => {
  it.each([
    [true, 2.2],
    [false, 2.2],
  ])('with Search %s reads at most %d times what the better forced mode would', (search, bar) => {
    const worst = { ratio: 0, profiles: 0, customers: 0, batch: 0 };
    for (const profiles of SIZES) {
      for (const customers of SIZES) {
        for (const batch of BATCHES) {
          const best = Math.min(1.1 * profiles + 1, sweepPages(customers));
          const ratio = readsOfAuto(profiles, customers, batch, search) / best;
          if (ratio > worst.ratio) Object.assign(worst, { ratio, profiles, customers, batch });
        }
      }
    }
    expect(worst.ratio, JSON.stringify(worst)).toBeLessThanOrEqual(bar);
  });

  it('looks a handful up without counting anybody', () => {
    const nothing = { spent: 0, pagesMin: 1, pages: undefined, swept: 0, counted: 0 };
    expect(choose({ ...nothing, waiting: 3, countable: true })).toEqual({ kind: 'look_up' });
    expect(choose({ ...nothing, waiting: 5, countable: true })).toEqual({ kind: 'open' });
  });
});
