import { describe, expect, it } from 'vitest';
import { errorEntry } from '../model/error-registry.ts';
import { StripeFailure, type StripeFailureFacts } from '../model/failure.ts';
import { BACKOFF_MS_MAX, OUTAGE_MS_MAX, RETRY_AFTER_MS_MAX } from '../model/limits.ts';
import { JudgedFailure, judge, type Situation, TABLE } from './verdict.ts';

const CREATE: Situation = { operation: 'create', attempt: 1, failingForMs: 0 };
const UPDATE: Situation = { operation: 'update', attempt: 1, failingForMs: 0 };
const LIST: Situation = { ...CREATE, operation: 'list' };
const DEAD: Situation = { ...CREATE, failingForMs: OUTAGE_MS_MAX };

type Said = Partial<StripeFailureFacts> & { readonly status?: number; readonly code?: string };

function failed({ status, code, kind = 'api', ...facts }: Said): StripeFailure {
  const problem = {
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
  };
  return new StripeFailure({ kind, problem, ...facts });
}

const rows: readonly [string, Said, Situation, string, string][] = [
  ['five minutes of 500', { status: 500 }, DEAD, 'nothing_usable', 'stop_transient'],
  ['five minutes of silence', { kind: 'connection' }, DEAD, 'nothing_usable', 'stop_transient'],
  [
    'five minutes of limits',
    { status: 429, rateLimitedReason: 'global-rate' },
    DEAD,
    'nothing_usable',
    'stop_transient',
  ],
  ['a 401 after five bad minutes', { status: 401 }, DEAD, 'key_refused', 'stop_config'],
  ['a reset', { kind: 'connection' }, CREATE, 'no_answer', 'retry_same_key'],
  ['an HTML 502', { kind: 'connection', status: 502 }, CREATE, 'no_answer', 'retry_same_key'],
  ['a proxy’s 403', { kind: 'connection', status: 403 }, CREATE, 'no_answer', 'retry_same_key'],
  [
    'global-rate',
    { status: 429, rateLimitedReason: 'global-rate' },
    CREATE,
    'rate_limited',
    'retry_same_key',
  ],
  [
    'endpoint-rate',
    { status: 429, rateLimitedReason: 'endpoint-rate' },
    LIST,
    'rate_limited',
    'retry_same_key',
  ],
  [
    'global-concurrency',
    { status: 429, rateLimitedReason: 'global-concurrency' },
    CREATE,
    'rate_limited',
    'retry_same_key',
  ],
  [
    'endpoint-concurrency',
    { status: 429, rateLimitedReason: 'endpoint-concurrency' },
    CREATE,
    'rate_limited',
    'retry_same_key',
  ],
  [
    'a limit under 400',
    { status: 400, code: 'rate_limit' },
    CREATE,
    'rate_limited',
    'retry_same_key',
  ],
  [
    'a limit not to be retried',
    { status: 429, rateLimitedReason: 'global-rate', shouldRetry: false },
    CREATE,
    'rate_limited',
    'retry_same_key',
  ],
  [
    'resource-specific',
    { status: 429, rateLimitedReason: 'resource-specific' },
    CREATE,
    'resource_limited',
    'retry_same_key',
  ],
  [
    'a lock',
    { status: 429, code: 'lock_timeout', shouldRetry: true },
    CREATE,
    'locked',
    'requeue_customer',
  ],
  [
    'a saved 500',
    { status: 500, replayed: true, shouldRetry: true },
    CREATE,
    'saved_error',
    'rematch',
  ],
  ['a saved 400', { status: 400, replayed: true }, CREATE, 'saved_failure', 'rematch'],
  [
    'a key with other parameters',
    { status: 400, type: 'idempotency_error' },
    CREATE,
    'key_reused',
    'rematch',
  ],
  [
    'a key in use',
    { status: 409, code: 'idempotency_key_in_use', shouldRetry: false },
    CREATE,
    'key_in_use',
    'retry_same_key',
  ],
  ['a refused key', { status: 401, code: 'api_key_expired' }, CREATE, 'key_refused', 'stop_config'],
  [
    'a refused account',
    { status: 403, code: 'account_invalid' },
    CREATE,
    'account_refused',
    'stop_config',
  ],
  [
    'another permission',
    { status: 403, permission: 'rak_payment_method_write' },
    CREATE,
    'other_permission',
    'reject',
  ],
  [
    'customers’ permission',
    { status: 403, permission: 'rak_customer_write' },
    CREATE,
    'permission',
    'stop_config',
  ],
  ['a permission unnamed', { status: 403 }, LIST, 'permission', 'stop_config'],
  [
    'a 500 not to be retried on an update',
    { status: 500, shouldRetry: false },
    UPDATE,
    'unclear_for_good',
    'rematch',
  ],
  [
    'the same on a create, which may still be under way',
    { status: 500, shouldRetry: false },
    CREATE,
    'server_error',
    'retry_same_key',
  ],
  [
    'the same on a read',
    { status: 500, shouldRetry: false },
    LIST,
    'server_error',
    'retry_same_key',
  ],
  ['a 500', { status: 500 }, CREATE, 'server_error', 'retry_same_key'],
  ['a 503', { status: 503, shouldRetry: true }, LIST, 'server_error', 'retry_same_key'],
  [
    'a 409 not to be retried',
    { status: 409, shouldRetry: false },
    CREATE,
    'not_to_be_retried',
    'reject',
  ],
  [
    'a 429 not to be retried',
    { status: 429, shouldRetry: false },
    CREATE,
    'not_to_be_retried',
    'reject',
  ],
  [
    'a 400 to be retried',
    { status: 400, shouldRetry: true },
    CREATE,
    'to_be_retried',
    'retry_same_key',
  ],
  ['a 409', { status: 409 }, CREATE, 'busy', 'retry_same_key'],
  ['a 424', { status: 424 }, CREATE, 'busy', 'retry_same_key'],
  ['a 429 of no limiter', { status: 429 }, CREATE, 'busy', 'retry_same_key'],
  ['a bad parameter', { status: 400, code: 'email_invalid' }, CREATE, 'refused', 'reject'],
  ['a card', { status: 402 }, CREATE, 'refused', 'reject'],
  ['nobody', { status: 404, code: 'resource_missing' }, CREATE, 'refused', 'reject'],
  ['a status of the future', { status: 418 }, CREATE, 'refused', 'reject'],
];

describe('judge', () => {
  it.each(rows)('%s', (_title, said, situation, row, action) => {
    const verdict = judge(failed(said), situation, () => 0.5);
    expect(verdict).toMatchObject({ row, action });
    expect(errorEntry(verdict.code)).toBeDefined();
  });

  it('has a case for every row', () => {
    expect(TABLE.map(({ row }) => row).filter((row) => !rows.some((it) => it[3] === row))).toEqual(
      [],
    );
  });

  it('spends the budget on what is the request’s own trouble, not on rate limits', () => {
    const spends = (said: Said) => judge(failed(said), CREATE, () => 0.5).spends;
    expect(spends({ status: 429, rateLimitedReason: 'endpoint-rate' })).toBe(false);
    expect(spends({ status: 429, rateLimitedReason: 'resource-specific' })).toBe(true);
    expect(spends({ status: 429, code: 'lock_timeout' })).toBe(true);
    expect(spends({ status: 500 })).toBe(true);
  });

  it('waits with full jitter, doubled and capped', () => {
    const delay = (attempt: number, random: number) =>
      judge(failed({ status: 500 }), { ...CREATE, attempt }, () => random).delayMs;
    expect([1, 2, 3, 4].map((attempt) => delay(attempt, 1))).toEqual([500, 1_000, 2_000, 4_000]);
    expect(delay(4, 0.25)).toBe(1_000);
    expect(delay(4, 0)).toBe(0);
    expect(delay(60, 1)).toBe(BACKOFF_MS_MAX);
  });

  it('honours Retry-After within reason', () => {
    const delay = (retryAfterMs: number) =>
      judge(failed({ status: 503, retryAfterMs }), CREATE, () => 0).delayMs;
    expect(delay(7_000)).toBe(7_000);
    expect(delay(86_400_000)).toBe(RETRY_AFTER_MS_MAX);
  });
});

describe('JudgedFailure', () => {
  it('is the same failure with its verdict', () => {
    const failure = failed({
      status: 403,
      permission: 'rak_x',
      replayed: true,
      shouldRetry: false,
    });
    const verdict = judge(failure, CREATE, () => 0);
    const judged = new JudgedFailure(failure, verdict);
    expect(judged).toBeInstanceOf(StripeFailure);
    expect(judged).toMatchObject({ ...failure, verdict });
    expect(judged.message).toBe(failure.message);
  });
});
