import { admit, type Change, type Ticket } from './admission.ts';
import { createFaults, type Fault } from './faults.ts';
import { routeOperation } from './operations.ts';
import {
  DEFAULT_SETTINGS,
  type Latency,
  patched,
  type SandboxOptions,
  type Settings,
  type SettingsPatch,
} from './options.ts';
import { createPartitions } from './partition.ts';
import { seededRandom } from './random.ts';
import { createRequestLog, type LogEntry } from './request-log.ts';
import { createStateAccess } from './state.ts';
import type { Exchange, Reply, SandboxRequest, SandboxResponse, WireFault } from './types.ts';

const NO_REPLY: Reply = { status: 0, headers: {}, body: () => '' };
/** Refusals are quick. */
const REFUSAL_MS_MAX = 10;

export type Sandbox = ReturnType<typeof createSandbox>;

/**
 * A stateful Stripe that owns no time: `begin` takes a request in (it holds its key, its place and
 * its customer from then on), `commit` executes it, `answer` gives the response. Whoever drives it,
 * a server or a simulation, lets the exchange's milliseconds pass in between.
 */
export function createSandbox(options: SandboxOptions = {}) {
  const { now = Date.now, seed = 1, customers = [], ...patch } = options;
  let settings: Settings = patched(DEFAULT_SETTINGS, patch);
  const random = seededRandom(seed);
  let pickFault = createFaults(settings.faults, random);
  const partitions = createPartitions(seed);
  const log = createRequestLog(() => settings.logEntriesMax);
  let requestCount = 0;

  const front = (requestId: string) => ({
    settings,
    seed,
    now,
    requestId,
    partitionOf: (caller: { account: string; livemode: boolean }) =>
      partitions.get(caller.account, caller.livemode),
  });

  function begin(request: SandboxRequest): Exchange {
    const routed = routeOperation(request.method, request.path.split('?')[0] ?? '');
    const operation = routed?.operation.name ?? '';
    const entry = log.open(request, operation, now());
    const requestId = `req_${seed.toString(36)}${(++requestCount).toString(36).padStart(10, '0')}`;
    const fault = pickFault({ ...request, operation }, now());
    entry.fault = fault?.rule.kind;
    const latencyMs = latencyOf(settings.latency, request, random);
    const work = { request, entry, requestId, now, log };
    if (fault?.effect.stage === 'front') return frontExchange(work, fault, latencyMs);
    const ticket = admit(request, routed, front(requestId));
    entry.account = ticket.account;
    return exchange(work, ticket, fault, latencyMs);
  }

  /** Begins, commits and answers in one moment: no time passes, nothing overlaps. */
  function handle(request: SandboxRequest): SandboxResponse {
    const { commit, answer } = begin(request);
    commit();
    return answer();
  }

  function configure(change: SettingsPatch): void {
    settings = patched(settings, change);
    if (change.faults) pickFault = createFaults(settings.faults, random);
  }

  const state = createStateAccess({ partitions, now, settings: () => settings });
  if (customers.length > 0) state.seed(customers);
  return { begin, handle, configure, log, ...state, settings: () => settings };
}

interface Work {
  readonly request: SandboxRequest;
  readonly entry: LogEntry;
  readonly requestId: string;
  readonly now: () => number;
  readonly log: ReturnType<typeof createRequestLog>;
}

/** A fault before the front door: nothing is admitted, nothing is kept. */
function frontExchange(work: Work, { rule, effect }: Fault, latencyMs: number): Exchange {
  const reply = effect.reply?.(rule) ?? NO_REPLY;
  return {
    commitAfterMs: 0,
    answerAfterMs: latencyMs,
    commit: () => {},
    answer: () => respond(work, reply, latencyMs, effect.wire),
  };
}

function exchange(
  work: Work,
  ticket: Ticket,
  fault: Fault | undefined,
  latencyMs: number,
): Exchange {
  const strikes = ticket.settled ? undefined : fault;
  const extraMs = strikes ? (strikes.rule.delayMs ?? 0) : 0;
  const { effect, rule } = strikes ?? {};
  const usualMs = ticket.settled ? Math.min(latencyMs, REFUSAL_MS_MAX) : latencyMs;
  const answerAfterMs = usualMs + (effect?.slow ? extraMs : 0);
  const commitAfterMs = effect?.late ? answerAfterMs + extraMs : Math.floor(answerAfterMs / 2);
  const replaced = effect?.reply && rule ? effect.reply(rule) : undefined;
  const change: Change = {
    ...(replaced && effect?.stage === 'instead' ? { instead: () => replaced } : {}),
    ...(replaced && effect?.saved ? { saved: () => replaced } : {}),
  };
  let reply: Reply | undefined;
  const commit = () => {
    if (reply) return;
    const outcome = ticket.execute(change);
    reply = outcome.reply;
    work.entry.committed = outcome.committed && work.request.method !== 'GET';
  };
  const answer = () => {
    ticket.leave();
    return respond(work, replaced ?? reply ?? NO_REPLY, answerAfterMs, effect?.wire);
  };
  return { commitAfterMs, answerAfterMs, commit, answer };
}

function respond(
  { request, entry, requestId, now, log }: Work,
  reply: Reply,
  delayMs: number,
  fault?: WireFault,
): SandboxResponse {
  const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
  const version = request.headers['stripe-version'];
  const headers: { [name: string]: string } = {
    'content-type': 'application/json',
    'request-id': requestId,
    ...(version === undefined ? {} : { 'stripe-version': version }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...reply.headers,
  };
  if (headers['request-id'] === '') delete headers['request-id'];
  const body = reply.body();
  entry.requestId = headers['request-id'];
  entry.replayed = reply.headers['idempotent-replayed'] !== undefined;
  const limited = reply.headers['stripe-rate-limited-reason'] !== undefined;
  log.close(entry, reply.status, limited, now());
  const text = typeof body === 'string' ? body : bodyText(body, requestId, headers);
  return { status: reply.status, headers, body: text, delayMs, ...(fault ? { fault } : {}) };
}

/** Errors name the request that made them, where it has an id. */
function bodyText(body: unknown, requestId: string, headers: { readonly [name: string]: string }) {
  const { error } = body as { readonly error?: object };
  if (!error || !headers['request-id']) return JSON.stringify(body, null, 2);
  const url = `https://dashboard.stripe.com/test/logs/${requestId}`;
  return JSON.stringify({ error: { ...error, request_log_url: url } }, null, 2);
}

function latencyOf(latency: Latency, request: SandboxRequest, random: () => number): number {
  if (typeof latency === 'function') return latency(request);
  if (typeof latency === 'number') return latency;
  const [minMs, maxMs] = latency;
  return Math.round(minMs + random() * (maxMs - minMs));
}
