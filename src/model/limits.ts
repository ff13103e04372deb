/** Every number of the program: its unit in the name, its source above it. */

// Metadata: "You can specify up to 50 keys, with key names up to 40 characters long and values up
// to 500 characters long." docs.stripe.com/api/metadata
export const METADATA_KEYS_MAX = 50;
export const METADATA_KEY_CHARACTERS_MAX = 40;
export const METADATA_VALUE_CHARACTERS_MAX = 500;

// "limit can range between 1 and 100" docs.stripe.com/api/pagination
export const PAGE_SIZE_MAX = 100;

// "Stripe saves idempotency keys for at least 24 hours; up to 255 characters"
// docs.stripe.com/api/idempotent_requests
export const IDEMPOTENCY_KEY_CHARACTERS_MAX = 255;

// "500 read requests per transaction … a minimum of 10,000 read requests per month"
// docs.stripe.com/rate-limits
export const READS_PER_MONTH_MIN = 10_000;

// "100 operations per second in live mode, 25 in a sandbox; 25 per endpoint; Search 20"
// docs.stripe.com/rate-limits
export const ACCOUNT_PER_SECOND_LIVE = 100;
export const ACCOUNT_PER_SECOND_TEST = 25;
export const OPERATION_PER_SECOND = 25;
export const SEARCH_PER_SECOND = 20;
export const MAX_CONCURRENCY_DEFAULT = 32;
export const SHARE_PERCENT_LIVE = 50;
export const SHARE_PERCENT_TEST = 100;

// Our own.
/** A merged unit or an `if_empty` is never decided on an older copy. */
export const COPY_AGE_MS_MAX = 5 * 60_000;
/** Stripe gave nothing usable for this long: the sync ends with transient_error. */
export const OUTAGE_MS_MAX = 5 * 60_000;
/** One attempt at Stripe. */
export const REQUEST_TIMEOUT_MS = 80_000;
/** How often newest customers are listed while creates wait. */
export const FRESHEN_EVERY_MS = 10_000;
export const PROGRESS_EVERY_MS = 10_000;
/** After SIGTERM or a fatal error, what is in flight may settle for this long. */
export const GRACE_MS = 5_000;
/** The platform warns from 20,000,000 characters on; a longer line than this is refused. */
export const LINE_BYTES_MAX = 64 * 1024 * 1024;
/** Records read ahead of the one being matched: superseded versions and `auto` see this far. */
export const LOOKAHEAD_RECORDS_MAX = 10_000;
export const LOOKAHEAD_BYTES_MAX = 16 * 1024 * 1024;
/** Records whose writes wait or are under way. */
export const IN_FLIGHT_RECORDS_MAX = 2_000;
export const IN_FLIGHT_BYTES_MAX = 16 * 1024 * 1024;
/** `max_rejected_percent` is judged from this many records on. */
export const REJECTED_PERCENT_AFTER_RECORDS = 200;
export const REJECTED_PERCENT_DEFAULT = 50;
/** Rejections logged one by one; later ones as keys batched by code. */
export const REJECTIONS_IN_FULL_MAX = 100;
/** One record in a user's function. */
export const TRANSFORM_MS_MAX = 1_000;
/** The parent ends an engine that says nothing for this long beyond a record's own limit. */
export const SCRIPT_WATCH_MS = 300;
/** The top level of a user's source, at start and after a restart. */
export const SCRIPT_LOAD_MS_MAX = 5_000;
/** Start of the Python interpreter; about 2 s on an idle core. */
export const PYTHON_START_MS_MAX = 30_000;
/** What one pipeline's JavaScript may hold. */
export const JAVASCRIPT_BYTES_MAX = 128 * 1024 * 1024;
export const JAVASCRIPT_STACK_BYTES_MAX = 256 * 1024;
/**
 * The heap of the Python interpreter; about 160 MiB of engine come on top, 512 MiB are not passed.
 */
export const PYTHON_HEAP_BYTES_MAX = 320 * 1024 * 1024;
/** Records, and characters of JSON, handed to an engine at once; one larger record goes alone. */
export const SCRIPT_CHUNK_RECORDS_MAX = 500;
export const SCRIPT_CHUNK_CHARACTERS_MAX = 1024 * 1024;
/** What is kept of a record's console output and error message. */
export const PRINTED_CHARACTERS_MAX = 4_000;
/** A result nested deeper, or a cycle, is refused. */
export const RESULT_DEPTH_MAX = 100;
/** Rejected records that wait to be stored. */
export const UNSAVED_CHARACTERS_MAX = 1024 * 1024;
export const CHECK_MS_MAX = 30_000;
/** How often a create may look again and change its key before it gives up. */
export const CREATE_GENERATIONS_MAX = 5;

// Pacing and retrying; our own unless quoted.
/** Of a permitted rate this much is planned, so that what Stripe counts stays below its limit. */
export const PACE_MARGIN = 0.99;
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
/**
 * Full jitter between 0 and base × 2^(n−1), capped. "exponential backoff with randomness"
 * docs.stripe.com/rate-limits
 */
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

/**
 * This many different requests failing with nothing usable between them: an outage, not a bad
 * request.
 */
export const OUTAGE_REQUESTS_MIN = 3;
/**
 * A request that fails alone for this long: another, harmless one is asked whether Stripe works.
 */
export const SUSPECT_AFTER_MS = 2_000;
/** In an outage one request is tried at a time, this often at first … */
export const PROBE_EVERY_MS_MIN = 1_000;
/** … and this often later on. */
export const PROBE_EVERY_MS_MAX = 10_000;

/** One answer: a page of 100 customers with full metadata is below 5 MiB. */
export const ANSWER_BYTES_MAX = 64 * 1024 * 1024;
/** Stripe's message in a rejection. */
export const PROBLEM_MESSAGE_CHARACTERS_MAX = 300;

// "cut at 50,000 characters, stack at 100,000": the platform's own limits for a failure's texts
export const TRACE_MESSAGE_CHARACTERS_MAX = 50_000;
export const TRACE_STACK_CHARACTERS_MAX = 100_000;
/** One LOG message; a longer one helps nobody. */
export const LOG_CHARACTERS_MAX = 8_000;
/** Lines for stdout are joined up to this before they are written. */
export const OUTPUT_BUFFER_CHARACTERS = 256 * 1024;
/** Spooled lines are written and read in pieces of this size. */
export const SPOOL_BUFFER_BYTES = 256 * 1024;
