/** The numbers of pacing and retrying; units in the names, sources above. All our own unless quoted. */

/** Of a permitted rate this much is planned, so that what Stripe counts stays below its limit. */
export const PACE_MARGIN = 0.98;
/** Requests that a late wake-up may send at once: this much time's worth, at least two. */
export const BURST_MS = 150;
export const BURST_REQUESTS_MIN = 2;
/** A refusal multiplies the rate, or the concurrency, by this … */
export const SLOW_DOWN_FACTOR = 0.8;
/** … never below this part of the limit … */
export const SLOWEST_PART = 0.02;
/** … and this much later it is back where it was refused, to go on probing upwards. */
export const RECOVERY_MS = 10_000;
/** In flight at least what the rate needs at this latency, whatever was measured. */
export const LATENCY_ASSUMED_MS = 750;
export const CONCURRENCY_MIN = 4;

/** Attempts of one request, outages and rate limits not counted: about a minute of waiting. */
export const REQUEST_ATTEMPTS_MAX = 10;
/** Retries of a sync, beyond which it ends once they also outnumber the good answers. */
export const SYNC_RETRIES_MIN = 500;
/** Full jitter between 0 and base × 2^(n−1), capped. "exponential backoff with randomness" docs.stripe.com/rate-limits */
export const BACKOFF_BASE_MS = 500;
export const BACKOFF_MS_MAX = 20_000;
/** A locked customer is usually free again soon. */
export const LOCK_BACKOFF_BASE_MS = 250;
export const LOCK_BACKOFF_MS_MAX = 10_000;
/** A refused request queues again; the pace does the waiting. */
export const REFUSED_BACKOFF_BASE_MS = 200;
export const REFUSED_BACKOFF_MS_MAX = 2_000;
/** `Retry-After` is honoured up to this. */
export const RETRY_AFTER_MS_MAX = 60_000;

/** This many different requests failing with nothing usable between them: an outage, not a bad request. */
export const OUTAGE_REQUESTS_MIN = 3;
/** A request that fails alone for this long: another, harmless one is asked whether Stripe works. */
export const SUSPECT_AFTER_MS = 2_000;
/** In an outage one request is tried at a time, this often at first … */
export const PROBE_EVERY_MS_MIN = 1_000;
/** … and this often later on. */
export const PROBE_EVERY_MS_MAX = 10_000;

/** One answer: a page of 100 customers with full metadata is below 5 MiB. */
export const ANSWER_BYTES_MAX = 64 * 1024 * 1024;
/** Stripe's message in a rejection. */
export const PROBLEM_MESSAGE_CHARACTERS_MAX = 300;
