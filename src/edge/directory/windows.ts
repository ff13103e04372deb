import { PAGE_SIZE_MAX } from '../../model/limits.ts';
import type { Seen } from './read-page.ts';

/** Stripe's first customers: nothing was created before 2010. Only guides guesses. */
export const FIRST_CUSTOMER_S = Date.UTC(2010) / 1000;
/** A window that holds less is not worth splitting. */
const SPLIT_PAGES_MIN = 10;
/** How far below an open window the first guess goes. */
const REACH_PAGES = 32;
/** Windows split per page read: each costs about half a page. */
const SPLITS_PER_PAGE = 0.035;
/**
 * Estimates of what is left are wild among bursts: believed up to this and half of what was read.
 */
const TRUSTED_PAGES = 150;

/**
 * A run of the list, read downwards: everything in [low, high] that is older than what was read of
 * it. It starts from a `created` bound and goes on by cursor alone, for `starting_after` inside
 * `created` bounds may lose the rest of a second (github.com/stripe/sync-engine/pull/378).
 */
export interface Window {
  /** 0: open, nobody knows how far down it goes. */
  low: number;
  /** No window lies below: how far down it goes is a guess. */
  bottom: boolean;
  /** `created` of the last row read. */
  high: number;
  /** The last page's ids, the cursor last; [] before the first page. */
  cursors: readonly string[];
  /** Seconds that a page spans here, at least 1. */
  pace: number;
  /** A request of its own is under way. */
  reading: boolean;
  /** Somebody looks for a place to split it. */
  splitting: boolean;
}

/** The window below a page that was read from a `created` bound. */
export function windowBelow(page: Seen, low = 0, bottom = true): Window {
  return {
    low,
    bottom,
    high: page.oldest,
    cursors: page.ids,
    pace: Math.max(1, page.newest - page.oldest),
    reading: false,
    splitting: false,
  };
}

/** A window of which nothing was read yet. */
export function windowFrom(high: number): Window {
  return { low: 0, bottom: true, high, cursors: [], pace: 1, reading: false, splitting: false };
}

/** Moves the window below the page; false when nothing of it is left. */
export function advance(window: Window, page: Seen): boolean {
  if (!page.hasMore || page.oldest < window.low) return false;
  const span = Math.max(1, page.newest - page.oldest);
  window.pace = window.cursors.length === 0 ? span : (window.pace + span) / 2;
  window.high = page.oldest;
  window.cursors = page.ids;
  return true;
}

/** Pages to go, at the pace of the last ones; Infinity while the window is open. */
export function pagesLeft(window: Window): number {
  return window.low === 0 ? Number.POSITIVE_INFINITY : (window.high - window.low + 1) / window.pace;
}

/** Where the next window should begin, and in which window that is. */
export interface Split {
  readonly window: Window;
  readonly at: number;
}

/** How far the sweep is. */
export interface Work {
  /** Pages read so far. */
  readonly pages: number;
  /** All pages, when somebody counted the customers. */
  readonly total: number | undefined;
  /** Reads that should be under way. */
  readonly parallel: number;
}

/**
 * Decides how the work is divided. Below an open window it reaches down by ever larger steps, for
 * how the customers lie in time is unknown; a bounded one is halved.
 */
export class Splitter {
  #made = 0;
  #reach = REACH_PAGES;

  /** The best split now, if one is worth its read. */
  next(windows: Iterable<Window>, work: Work): Split | undefined {
    let best: Window | undefined;
    let left = 0;
    for (const window of windows) {
      const here = pagesLeft(window);
      if (Number.isFinite(here)) left += here;
      if (window.splitting || window.cursors.length === 0) continue;
      if (best === undefined || here > pagesLeft(best)) best = window;
    }
    const { pages, total, parallel } = work;
    const expected = total ?? pages + Math.min(left, pages / 2 + TRUSTED_PAGES);
    if (best === undefined || this.#made > SPLITS_PER_PAGE * expected) return undefined;
    if (pagesLeft(best) < Math.max(SPLIT_PAGES_MIN, (2 * left) / parallel)) return undefined;
    const at = this.#place(best);
    if (at >= best.high) return undefined;
    this.#made += 1;
    return { window: best, at };
  }

  #place({ low, bottom, high, pace }: Window): number {
    const floor = Math.max(low, Math.min(FIRST_CUSTOMER_S, high - 2));
    const reached = high - Math.ceil(pace * this.#reach);
    return bottom && reached > floor ? reached : Math.floor((floor + high) / 2);
  }

  /** Takes in what was found at a split: gives the new window below, if there is one. */
  settle(split: Split, page: Seen): Window | undefined {
    const below = settleSplit(split, page);
    if (split.window.bottom || below?.bottom) {
      this.#reach = below === undefined ? REACH_PAGES : 2 * this.#reach;
    }
    return below;
  }
}

/**
 * The window above ends where the new one begins; between `at` and the first row found there is
 * nothing. Where the window above has read past `at` meanwhile, nothing is split.
 */
function settleSplit({ window, at }: Split, page: Seen): Window | undefined {
  window.splitting = false;
  if (window.high <= at || window.low > at) return undefined;
  const { low, bottom } = window;
  window.low = at + 1;
  if (page.ids.length === 0 || page.newest < low) return undefined;
  window.bottom = false;
  if (!page.hasMore || page.oldest < low) return undefined;
  return windowBelow(page, low, bottom);
}

/** Pages that hold this many customers. */
export function pagesOf(customers: number): number {
  return Math.max(1, Math.ceil(customers / PAGE_SIZE_MAX));
}
