import { StripeFailure } from '../model/failure.ts';
import { OUTAGE_MS_MAX } from '../model/limits.ts';
import type { Operation, Random } from '../model/ports.ts';
import { type BackoffName, backoffMs } from './backoff.ts';

/** What to do about a failed attempt. */
export type Action =
  | 'retry_same_key'
  /** Match again; only if nobody is found, the next generation of the key. */
  | 'rematch'
  /** That customer is locked: it alone waits, its lane holds what follows. */
  | 'requeue_customer'
  | 'reject'
  | 'stop_config'
  | 'stop_transient';

/** What an attempt tells about Stripe: it works, it holds us back, or it may be down. */
export type Tells = 'works' | 'refuses' | 'fails';

export interface Verdict {
  /** The row of the table. */
  readonly row: string;
  readonly action: Action;
  /** An entry of the error registry, for the actions that end something. */
  readonly code: string;
  readonly delayMs: number;
  /** The retry counts against the budgets. */
  readonly spends: boolean;
  readonly tells: Tells;
}

export interface Situation {
  readonly operation: Operation;
  /** 1 for the first. */
  readonly attempt: number;
  /** For how long Stripe has given nothing usable; 0 when it works. */
  readonly failingForMs: number;
}

/** A failure that stays, with what is to be done about it. */
export class JudgedFailure extends StripeFailure {
  readonly verdict: Verdict;
  constructor(failure: StripeFailure, verdict: Verdict) {
    super(failure, { cause: failure });
    this.verdict = verdict;
  }
}

/** The first row of the table that fits. */
export function judge(failure: StripeFailure, situation: Situation, random: Random): Verdict {
  const row = TABLE.find(({ when }) => when(failure, situation)) ?? REJECT;
  const delayMs = backoffMs(row.backoff, situation.attempt, failure.retryAfterMs, random);
  const { row: name, action, code, spends, tells } = row;
  return { row: name, action, code, spends, tells, delayMs };
}

interface Row {
  readonly row: string;
  readonly when: (failure: StripeFailure, situation: Situation) => boolean;
  readonly action: Action;
  readonly code: string;
  readonly backoff: BackoffName;
  readonly spends: boolean;
  readonly tells: Tells;
}

const PACED = ['global-rate', 'endpoint-rate', 'global-concurrency', 'endpoint-concurrency'];
const CUSTOMER_PERMISSION = /^rak_customers?_(read|write)$/;

const RETRY = {
  action: 'retry_same_key',
  code: 'stripe_gave_up',
  backoff: 'plain',
  spends: true,
  tells: 'works',
} as const;
const END = { code: 'stripe_refused', backoff: 'none', spends: false, tells: 'works' } as const;
const REJECT: Row = { ...END, row: 'refused', when: () => true, action: 'reject' };

/**
 * Status, code and headers decide. Sources: docs.stripe.com/error-low-level, /rate-limits,
 * /api/idempotent_requests; what has no documentation is judged by what it does no harm to assume.
 */
export const TABLE: readonly Row[] = [
  {
    ...END,
    row: 'nothing_usable',
    when: (f, s) => s.failingForMs >= OUTAGE_MS_MAX && !f.replayed && (limited(f) || down(f)),
    action: 'stop_transient',
    code: 'stripe_unreachable',
    tells: 'fails',
  },
  { ...RETRY, row: 'no_answer', when: (f) => f.kind === 'connection', tells: 'fails' },
  {
    // The pace slows down; the limiter stands before the idempotency layer, so nothing was saved.
    ...RETRY,
    row: 'rate_limited',
    when: (f) => limited(f) && (f.rateLimitedReason === undefined || paced(f)),
    backoff: 'refused',
    spends: false,
    tells: 'refuses',
  },
  { ...RETRY, row: 'resource_limited', when: limited },
  {
    ...RETRY,
    row: 'locked',
    when: (f) => f.problem.code === 'lock_timeout',
    action: 'requeue_customer',
    backoff: 'lock',
  },
  // "saves status and body of the first request, including 500s": the same key will say the same
  // for ever.
  {
    ...END,
    row: 'saved_error',
    when: (f, s) => f.replayed && down(f) && writes(s),
    action: 'rematch',
    code: 'stripe_gave_up',
  },
  { ...END, row: 'saved_failure', when: (f, s) => f.replayed && writes(s), action: 'rematch' },
  {
    ...END,
    row: 'key_reused',
    when: (f) => [f.type, f.problem.code].includes('idempotency_error'),
    action: 'rematch',
  },
  { ...RETRY, row: 'key_in_use', when: (f) => f.problem.code === 'idempotency_key_in_use' },
  {
    ...END,
    row: 'key_refused',
    when: (f) => status(f) === 401,
    action: 'stop_config',
    code: 'api_key_refused',
  },
  {
    ...END,
    row: 'account_refused',
    when: (f) => status(f) === 403 && f.problem.code === 'account_invalid',
    action: 'stop_config',
    code: 'connected_account_refused',
  },
  {
    ...END,
    row: 'other_permission',
    when: (f) =>
      status(f) === 403 && !CUSTOMER_PERMISSION.test(f.permission ?? 'rak_customer_write'),
    action: 'reject',
    code: 'stripe_permission',
  },
  {
    ...END,
    row: 'permission',
    when: (f) => status(f) === 403,
    action: 'stop_config',
    code: 'permission_missing',
  },
  {
    // "we expect the stripe-should-retry header to be false in most cases when a 500 is returned,
    // since our idempotency framework would typically replay it anyway" stripe-node
    // RequestSender.js. A new key does an update no harm; a create may still be under way under
    // the old one, so only the replay of a saved error lets it change its key.
    ...RETRY,
    row: 'unclear_for_good',
    when: (f, s) => down(f) && f.shouldRetry === false && s.operation === 'update',
    action: 'rematch',
    tells: 'fails',
  },
  { ...RETRY, row: 'server_error', when: down, tells: 'fails' },
  { ...REJECT, row: 'not_to_be_retried', when: (f) => f.shouldRetry === false },
  { ...RETRY, row: 'to_be_retried', when: (f) => f.shouldRetry === true },
  // Conflict, failed dependency, and a 429 of no limiter.
  { ...RETRY, row: 'busy', when: (f) => [409, 424, 429].includes(status(f)) },
  REJECT,
];

function status(failure: StripeFailure): number {
  return failure.problem.status ?? 0;
}

/** "A rate limit has also been reported as HTTP 400 with code rate_limit" stripe-node#2223 */
function limited(failure: StripeFailure): boolean {
  return failure.rateLimitedReason !== undefined || failure.problem.code === 'rate_limit';
}

function paced(failure: StripeFailure): boolean {
  return PACED.includes(failure.rateLimitedReason ?? '');
}

function down(failure: StripeFailure): boolean {
  return failure.kind === 'connection' || status(failure) >= 500;
}

function writes(situation: Situation): boolean {
  return situation.operation === 'create' || situation.operation === 'update';
}
