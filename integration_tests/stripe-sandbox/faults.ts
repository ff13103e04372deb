import { ApiError, errorReply, keyInUse, lockTimeout, rateLimited } from './api-error.ts';
import { formPairs } from './form.ts';
import type { Reply, WireFault } from './types.ts';

/** Where a fault strikes: before anything, in place of the execution, or after it. */
export interface FaultEffect {
  readonly stage: 'front' | 'instead' | 'after';
  readonly wire?: WireFault;
  readonly reply?: (details: FaultDetails) => Reply;
  /** The replaced answer is what the idempotency layer keeps. */
  readonly saved?: true;
  /** The request is committed `delayMs` after the client has gone. */
  readonly late?: true;
  readonly slow?: true;
}

const FAULTS = {
  reset_before: { stage: 'front', wire: 'reset' },
  reset_after: { stage: 'after', wire: 'reset' },
  late_commit: { stage: 'after', wire: 'reset', late: true },
  truncate: { stage: 'after', wire: 'truncate' },
  hang: { stage: 'front', wire: 'hang' },
  hang_after: { stage: 'after', wire: 'hang' },
  slow: { stage: 'after', slow: true },
  html_502: { stage: 'front', reply: html502 },
  html_502_after: { stage: 'after', reply: html502 },
  '500_before': { stage: 'instead', reply: (rule) => serverError(rule, 'false'), saved: true },
  '500_after': { stage: 'after', reply: (rule) => serverError(rule, 'false'), saved: true },
  '500_unsaved': { stage: 'front', reply: (rule) => serverError(rule) },
  '503': { stage: 'front', reply: (rule) => serverError({ status: 503, ...rule }) },
  should_retry_true: { stage: 'front', reply: (rule) => serverError(rule, 'true') },
  should_retry_false: { stage: 'front', reply: (rule) => serverError(rule, 'false') },
  retry_after: { stage: 'front', reply: retryAfter },
  '429': { stage: 'front', reply: () => errorReply(rateLimited('endpoint-rate')) },
  '429_global': { stage: 'front', reply: () => errorReply(rateLimited('global-rate')) },
  rate_limit_400: {
    stage: 'front',
    reply: () =>
      errorReply(new ApiError(400, 'Request rate limit exceeded.', { code: 'rate_limit' })),
  },
  '409': { stage: 'front', reply: () => errorReply(keyInUse('...')) },
  lock_timeout: { stage: 'front', reply: () => errorReply(lockTimeout()) },
  '401': {
    stage: 'front',
    reply: () => errorReply(new ApiError(401, 'Invalid API Key provided: sk_test_****gone')),
  },
  '403': {
    stage: 'front',
    reply: ({ permission = 'rak_customer_write' }) =>
      errorReply(
        new ApiError(
          403,
          "The provided key 'rk_test_****000000' does not have the required permissions for this " +
            `endpoint on account 'acct_1Sandbox'. Having the '${permission}' permission would ` +
            'allow this request to continue.',
        ),
      ),
  },
  status: {
    stage: 'front',
    reply: ({ status = 424, code, message = 'An external dependency failed.' }) =>
      errorReply(new ApiError(status, message, code === undefined ? {} : { code })),
  },
} as const satisfies { readonly [kind: string]: FaultEffect };

export type FaultKind = keyof typeof FAULTS;

/** Which requests a rule is for; every given part must hold. */
export interface FaultMatch {
  readonly method?: string;
  /** A regular expression over the path with its query. */
  readonly path?: string;
  readonly operation?: string;
  /** A regular expression over the decoded body. */
  readonly body?: string;
  /** The n-th matching request, from 1. */
  readonly nth?: number | readonly number[];
  readonly every?: number;
  readonly probability?: number;
  readonly fromMs?: number;
  readonly untilMs?: number;
}

export interface FaultRule extends FaultDetails {
  readonly match?: FaultMatch;
  readonly kind: FaultKind;
  /** How often at most. */
  readonly times?: number;
}

interface FaultDetails {
  /** `slow`, `late_commit`: by how much. */
  readonly delayMs?: number;
  readonly retryAfterSeconds?: number;
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  readonly permission?: string;
}

export interface Fault {
  readonly rule: FaultRule;
  readonly effect: FaultEffect;
}

export interface FaultQuestion {
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly body: string;
}

/** A counter per rule: gives the first rule that strikes. */
export function createFaults(rules: readonly FaultRule[], random: () => number) {
  const states = rules.map((rule) => {
    if (!Object.hasOwn(FAULTS, rule.kind)) throw new Error(`there is no fault "${rule.kind}"`);
    return { rule, matches: matcher(rule.match ?? {}), seen: 0, struck: 0 };
  });
  return (question: FaultQuestion, nowMs: number): Fault | undefined => {
    let found: Fault | undefined;
    for (const state of states) {
      const { rule } = state;
      if (!state.matches(question, nowMs)) continue;
      state.seen += 1;
      if (found || state.struck >= (rule.times ?? Infinity)) continue;
      if (!turnHolds(rule.match ?? {}, state.seen, random)) continue;
      state.struck += 1;
      found = { rule, effect: FAULTS[rule.kind] };
    }
    return found;
  };
}

function matcher(match: FaultMatch): (question: FaultQuestion, nowMs: number) => boolean {
  const path = match.path === undefined ? undefined : new RegExp(match.path);
  const body = match.body === undefined ? undefined : new RegExp(match.body);
  const { method, operation, fromMs = -Infinity, untilMs = Infinity } = match;
  return (question, nowMs) =>
    (method === undefined || method === question.method) &&
    (operation === undefined || operation === question.operation) &&
    (path?.test(question.path) ?? true) &&
    (body?.test(decoded(question.body)) ?? true) &&
    nowMs >= fromMs &&
    nowMs < untilMs;
}

function decoded(body: string): string {
  return formPairs(body)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function turnHolds(match: FaultMatch, seen: number, random: () => number): boolean {
  const { nth, every, probability } = match;
  if (nth !== undefined && !(typeof nth === 'number' ? nth === seen : nth.includes(seen)))
    return false;
  if (every !== undefined && seen % every !== 0) return false;
  return probability === undefined || random() < probability;
}

function serverError({ status = 500, code }: FaultDetails, shouldRetry?: string): Reply {
  const headers: { [name: string]: string } = {};
  if (shouldRetry !== undefined) headers['stripe-should-retry'] = shouldRetry;
  const fields = { type: 'api_error', ...(code === undefined ? {} : { code }) };
  return errorReply(new ApiError(status, 'An unknown error occurred.', fields, headers));
}

function retryAfter({ retryAfterSeconds = 1 }: FaultDetails): Reply {
  const reply = errorReply(rateLimited('endpoint-rate'));
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(retryAfterSeconds) } };
}

function html502(): Reply {
  const page = '<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>';
  return {
    status: 502,
    headers: { 'content-type': 'text/html', 'request-id': '' },
    body: () => page,
  };
}
