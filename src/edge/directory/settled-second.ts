import type { Seen } from './read-page.ts';

/** A crowd newer than this may still have unseen neighbours in its second. */
const RECENT_S = 120;
/** How long a customer may take to show in lists. */
const MARGIN_S = 5;

/**
 * The second up to which the list no longer changes, on Stripe's clock: told from the page of the
 * newest customers. Where a whole page lies within the margin, reading that again would cost a lot:
 * then our own clock says whether the crowd is fresh.
 */
export function settledSecond(page: Seen, nowMs: number): number {
  const { newest, oldest, hasMore } = page;
  const margin = newest - MARGIN_S;
  const crowded = hasMore && oldest > margin;
  return crowded && newest < nowMs / 1000 - RECENT_S ? newest : margin;
}
