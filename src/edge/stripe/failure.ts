import Stripe from 'stripe';
import { scrub } from '../../lib/scrub.ts';
import { StripeFailure } from '../../model/failure.ts';
import type { StripeProblem } from '../../model/outcome.ts';
import { NoAnswer, StrangeAnswer } from './http-client.ts';

/**
 * Any throw of stripe-node as a `StripeFailure`: status, code and headers decide, never the class.
 * The original is left behind, because its message and headers hold values. Anything else is thrown
 * on: a bug.
 */
export function toStripeFailure(error: unknown): StripeFailure {
  if (error instanceof StripeFailure) return error;
  const origin = originOf(error);
  if (origin instanceof NoAnswer) return noAnswer(origin);
  if (origin instanceof StrangeAnswer) return strangeAnswer(origin);
  if (origin instanceof Stripe.errors.StripeError) return refusal(origin);
  throw error;
}

type Headers = { readonly [name: string]: unknown };

/** stripe-node wraps what its transport throws: in `detail`, or in `raw.exception`. */
function originOf(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const raw = error.raw as { readonly exception?: unknown; readonly detail?: unknown } | undefined;
  for (const inner of [raw?.exception, raw?.detail, error.detail]) {
    if (inner instanceof NoAnswer || inner instanceof StrangeAnswer) return inner;
  }
  return error;
}

function noAnswer({ reason }: NoAnswer): StripeFailure {
  // A key with a line break or a letter outside Latin-1 cannot even be sent.
  if (reason === 'ERR_INVALID_CHAR') {
    const message = 'The API key holds a character that no key has.';
    return new StripeFailure({ kind: 'api', problem: { status: 401, message } });
  }
  return new StripeFailure({ kind: 'connection', problem: { message: reason } });
}

function strangeAnswer({ status, headers }: StrangeAnswer): StripeFailure {
  const problem = problemOf(status, headers, {});
  return new StripeFailure({ kind: 'connection', problem, ...headerFacts(headers) });
}

function refusal(error: Stripe.errors.StripeError): StripeFailure {
  const headers: Headers = error.headers ?? {};
  const status = error.statusCode;
  return new StripeFailure({
    kind: status === undefined ? 'connection' : 'api',
    problem: problemOf(status, headers, error),
    type: name(error.rawType),
    permission: permissionOf(error.message),
    ...headerFacts(headers),
  });
}

interface Said {
  readonly code?: unknown;
  readonly param?: unknown;
  readonly message?: unknown;
}

function problemOf(status: number | undefined, headers: Headers, said: Said): StripeProblem {
  const requestId = headers['request-id'];
  const parts = {
    status,
    code: name(said.code),
    param: typeof said.param === 'string' ? scrub(said.param) : undefined,
    requestId:
      typeof requestId === 'string' && /^[\w-]{1,64}$/.test(requestId) ? requestId : undefined,
    message:
      typeof said.message === 'string' && said.message !== '' ? scrub(said.message) : undefined,
  };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}

function headerFacts(headers: Headers) {
  const should = headers['stripe-should-retry'];
  return {
    shouldRetry: should === 'true' ? true : should === 'false' ? false : undefined,
    retryAfterMs: retryAfterMs(headers['retry-after']),
    rateLimitedReason: name(headers['stripe-rate-limited-reason']),
    replayed: headers['idempotent-replayed'] === 'true',
  };
}

/** Seconds, or an HTTP date. */
function retryAfterMs(header: unknown): number | undefined {
  if (typeof header !== 'string' || header === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** "Having the 'rak_…' permission would allow this request to continue." */
function permissionOf(message: string): string | undefined {
  return /Having the '(rak_[a-z_]+)' permission/.exec(message)?.[1];
}

/** A word of Stripe's vocabulary; anything else might be a value. */
function name(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z][a-z0-9_-]{0,63}$/i.test(value) ? value : undefined;
}
