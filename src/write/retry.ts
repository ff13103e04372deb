import pRetry from 'p-retry';
import { StripeFailure, TransientError } from '../model/failure.ts';
import { REQUEST_ATTEMPTS_MAX, SUSPECT_AFTER_MS, SYNC_RETRIES_MIN } from '../model/limits.ts';
import type { Clock, Operation, Random, Reply } from '../model/ports.ts';
import type { Permit } from './lane.ts';
import { type OutageWatch, unreachable } from './outage-watch.ts';
import type { Pace } from './pace.ts';
import { configError } from './stop.ts';
import { JudgedFailure, judge, type Verdict } from './verdict.ts';

/** What all requests of a sync share. */
export interface Retrying {
  readonly pace: Pace;
  readonly clock: Clock;
  readonly random: Random;
  readonly budget: RetryBudget;
  /** Aborted by the first error that ends the sync: nothing is sent after it. */
  readonly signal: AbortSignal;
  readonly stop: (error: Error) => void;
  /** Reads may work while writes fail. */
  readonly watch: (operation: Operation) => OutageWatch;
  /** Another, harmless request: whether it found Stripe at work. */
  readonly ping: () => Promise<boolean>;
}

/** Retries of a whole sync. Invariant: spent ≤ SYNC_RETRIES_MIN + good answers. */
export class RetryBudget {
  #good = 0;
  #spent = 0;

  earn(): void {
    this.#good += 1;
  }

  /** false: the sync has failed more often than it went through. */
  spend(): boolean {
    if (this.#spent >= SYNC_RETRIES_MIN + this.#good) return false;
    this.#spent += 1;
    return true;
  }
}

/**
 * Sends one request until it is answered for good: paced, retried by the verdict table, held back
 * in an outage. Throws `JudgedFailure` for what concerns this request alone, `ConfigError` or
 * `TransientError` for what ends the sync. p-retry counts the attempts; the waiting is done on the
 * injected clock.
 */
export async function withRetry<T>(
  operation: Operation,
  send: () => Promise<Reply<T>>,
  shared: Retrying,
): Promise<Reply<T>> {
  const { clock, budget } = shared;
  const watch = shared.watch(operation);
  const request = {};
  let sentAtMs = 0;
  let unclear = false;
  let verdict: Verdict | undefined;
  const attempt = async (): Promise<Reply<T>> => {
    const permit = await leave(operation, watch, shared);
    sentAtMs = permit.sentAtMs;
    const reply = await sent(permit, send);
    watch.hear('works', request, sentAtMs);
    budget.earn();
    return unclear ? { ...reply, retried: true } : reply;
  };
  try {
    return await pRetry(attempt, {
      retries: REQUEST_ATTEMPTS_MAX - 1,
      minTimeout: 0,
      shouldConsumeRetry: async ({ error, attemptNumber, retriesConsumed }) => {
        if (!(error instanceof StripeFailure)) throw error;
        const tries = { total: attemptNumber, spent: retriesConsumed + 1 };
        const heard = { error, request, sentAtMs };
        verdict = await weigh(operation, heard, tries, watch, shared);
        unclear ||= verdict.tells === 'fails';
        return verdict.spends;
      },
      onFailedAttempt: async ({ retriesLeft }) => {
        const waits = retriesLeft > 0 && !(watch.on && verdict?.tells === 'fails');
        if (waits) await clock.sleep(verdict?.delayMs ?? 0, shared.signal);
      },
    });
  } catch (error) {
    if (!(error instanceof StripeFailure) || error instanceof JudgedFailure) throw error;
    throw gaveUp(operation, error, verdict, shared);
  }
}

interface Heard {
  readonly error: StripeFailure;
  readonly request: object;
  readonly sentAtMs: number;
}

interface Tries {
  readonly total: number;
  readonly spent: number;
}

/** Both leaves to send: Stripe seems to work, and the pace has a token. */
async function leave(operation: Operation, watch: OutageWatch, shared: Retrying): Promise<Permit> {
  for (;;) {
    const admission = await watch.admit();
    const permit = await shared.pace.acquire(operation, shared.signal);
    if (!shared.signal.aborted && (admission === 'probe' || !watch.on)) return permit;
    permit.giveBack();
    shared.signal.throwIfAborted();
  }
}

async function sent<T>(permit: Permit, send: () => Promise<Reply<T>>): Promise<Reply<T>> {
  try {
    const reply = await send();
    permit.done();
    return reply;
  } catch (error) {
    permit.done(error instanceof StripeFailure ? error : undefined);
    throw error;
  }
}

/** The verdict on a failed attempt; throws when there shall be no further one. */
async function weigh(
  operation: Operation,
  { error, request, sentAtMs }: Heard,
  tries: Tries,
  watch: OutageWatch,
  shared: Retrying,
): Promise<Verdict> {
  const first = { operation, attempt: tries.spent, failingForMs: 0 };
  const { tells, spends } = judge(error, first, shared.random);
  watch.hear(tells, request, sentAtMs, error.retryAfterMs);
  const attempt = spends ? tries.spent : tries.total;
  const situation = { operation, attempt, failingForMs: watch.failingForMs() };
  const verdict = judge(error, situation, shared.random);
  switch (verdict.action) {
    case 'stop_config':
      throw stopped(shared, configError(verdict.code, error));
    case 'stop_transient':
      throw stopped(shared, unreachable({ cause: error }));
    case 'reject':
      throw new JudgedFailure(error, verdict);
    case 'rematch':
      // In an outage the same key is kept: once it is over, the saved answer is replayed and says
      // what to do.
      if (verdict.tells === 'fails' && watch.on) return { ...verdict, spends: false };
      await shared.clock.sleep(verdict.delayMs, shared.signal);
      throw new JudgedFailure(error, verdict);
    case 'retry_same_key':
    case 'requeue_customer':
      return spend(verdict, watch, shared, error);
  }
}

/**
 * An outage spends no budget; a request that fails all alone does, once another one went through.
 */
async function spend(
  verdict: Verdict,
  watch: OutageWatch,
  shared: Retrying,
  error: StripeFailure,
): Promise<Verdict> {
  if (!verdict.spends) return verdict;
  if (verdict.tells === 'fails') {
    const suspect = !watch.on && watch.failingForMs() >= SUSPECT_AFTER_MS;
    if (suspect && !(await shared.ping())) watch.declare();
    if (watch.on) return { ...verdict, spends: false };
  }
  if (shared.budget.spend()) return verdict;
  const message = 'More requests failed at Stripe than went through — the next run continues';
  throw stopped(shared, new TransientError('stripe_unstable', message, { cause: error }));
}

/** A write that cannot succeed rejects its record; a read concerns them all. */
function gaveUp(
  operation: Operation,
  failure: StripeFailure,
  last: Verdict | undefined,
  shared: Retrying,
): Error {
  if (operation === 'create' || operation === 'update') {
    const fallback = judge(failure, { operation, attempt: 1, failingForMs: 0 }, shared.random);
    const verdict = { ...(last ?? fallback), action: 'reject', code: 'stripe_gave_up' } as const;
    return new JudgedFailure(failure, verdict);
  }
  const message = `Stripe kept answering a ${operation} with errors — ${failure.message}`;
  return stopped(shared, new TransientError('stripe_read_failed', message, { cause: failure }));
}

function stopped(shared: Retrying, error: Error): Error {
  shared.stop(error);
  return error;
}
