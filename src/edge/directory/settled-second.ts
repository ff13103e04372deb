/** A newer customer than this may still have unseen neighbours in its second. */
const RECENT_S = 120;
/** How long a customer may take to show in lists. */
const MARGIN_S = 5;

/**
 * The second up to which the list no longer changes, on Stripe's clock: told from the newest customer
 * there, our own clock only says whether that one is fresh.
 */
export function settledSecond(newestCreated: number, nowMs: number): number {
  const recent = newestCreated > nowMs / 1000 - RECENT_S;
  return recent ? newestCreated - MARGIN_S : newestCreated;
}
