import { pagesOf } from './windows.ts';

/** Fewer reads than this are spent without asking how many customers there are. */
const SMALL_READS = 4;
/** A sweep is tried for this share of the single reads before somebody counts more exactly. */
const TRIAL_SHARE = 0.1;
/**
 * Counting never costs more than this share of the single reads, nor less than what one split
 * needs.
 */
const COUNT_SHARE = 1 / 20;
const COUNT_READS_MIN = 4;

/** What is known before reads are spent. */
export interface Figures {
  /** Single reads spent, and those that now wait. */
  readonly spent: number;
  readonly waiting: number;
  /** Pages of a sweep that are sure, and its pages where they are known. */
  readonly pagesMin: number;
  readonly pages: number | undefined;
  /** List reads that the sweep has made already. */
  readonly swept: number;
  /** Reads spent on counting. */
  readonly counted: number;
  /** Whether counting can go on. */
  readonly countable: boolean;
}

/** `sweep` goes no further than `upTo` of its list reads. */
export type Choice =
  | { readonly kind: 'look_up' }
  | { readonly kind: 'open' }
  | { readonly kind: 'count' }
  | { readonly kind: 'sweep'; readonly upTo: number };

/**
 * Ski rental: single reads are the rent, the sweep is the price. Once what was paid and what waits
 * come to the price, it is paid; so reads are never more than about twice the best choice made with
 * hindsight. A price that nobody knows is found out for a small part of the rent: by the newest
 * page (the sweep's first), by counting, by starting the sweep; at last the sweep itself may cost
 * as much as the rent.
 */
export function choose(figures: Figures): Choice {
  const { spent, waiting, pagesMin, pages, swept, counted, countable } = figures;
  const rent = spent + waiting;
  if (pages !== undefined) {
    return rent >= pages ? { kind: 'sweep', upTo: Number.POSITIVE_INFINITY } : { kind: 'look_up' };
  }
  if (rent < SMALL_READS || rent < pagesMin) return { kind: 'look_up' };
  if (swept === 0) return { kind: 'open' };
  if (countable && counted === 0) return { kind: 'count' };
  const trial = Math.floor(rent * TRIAL_SHARE);
  if (swept < trial) return { kind: 'sweep', upTo: trial };
  if (countable && counted < Math.max(COUNT_READS_MIN, rent * COUNT_SHARE)) {
    return { kind: 'count' };
  }
  return swept < rent ? { kind: 'sweep', upTo: Math.ceil(rent) } : { kind: 'look_up' };
}

/** Pages of a sweep of that many customers: the last look at the newest is one of them. */
export function sweepPages(customers: number): number {
  return customers <= 100 ? 1 : pagesOf(customers) + 1;
}
