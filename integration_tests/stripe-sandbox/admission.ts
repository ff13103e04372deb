import { ApiError, errorReply, lockTimeout } from './api-error.ts';
import type { Context } from './context.ts';
import { decodeForm, formPairs } from './form.ts';
import { authenticate, type Caller, demandPermission } from './keys.ts';
import { limitsFor } from './limiter.ts';
import type { Routed } from './operations.ts';
import type { Settings } from './options.ts';
import type { Partition } from './partition.ts';
import { demandSearchVersion } from './search.ts';
import type { JsonObject, Reply, SandboxRequest } from './types.ts';
import { validateForm } from './validate.ts';

export interface Front {
  readonly settings: Settings;
  readonly seed: number;
  readonly now: () => number;
  readonly requestId: string;
  readonly partitionOf: (caller: Caller) => Partition;
}

/** A request past the front door. It holds its key, its place and its customer until `execute`. */
export interface Ticket {
  readonly account: string | undefined;
  /** Refused or replayed: nothing is executed. */
  readonly settled: Reply | undefined;
  /** Executes; `change` may replace the execution or its answer. Frees the key and the customer. */
  readonly execute: (change: Change) => Outcome;
  /** Gives the place in the concurrency limit back. */
  readonly leave: () => void;
}

export interface Change {
  readonly instead?: () => Reply;
  /** What the idempotency layer keeps in place of the true answer. */
  readonly saved?: () => Reply;
}

export interface Outcome {
  readonly reply: Reply;
  /** The operation took effect. */
  readonly committed: boolean;
}

/** Key, limiter, permission, idempotency, parameters, lock: in Stripe's order. */
export function admit(request: SandboxRequest, routed: Routed | undefined, front: Front): Ticket {
  let caller: Caller | undefined;
  let leave = () => {};
  try {
    caller = authenticate(front.settings.keys, request.headers);
    const partition = front.partitionOf(caller);
    if (!routed) throw unrecognised(request);
    leave = enter(partition, routed, caller, front);
    demandPermission(caller, routed.operation.permission);
    return inside(request, routed, { caller, partition, leave }, front);
  } catch (error) {
    return refused(error, caller?.account, leave);
  }
}

interface Party {
  readonly caller: Caller;
  readonly partition: Partition;
  readonly leave: () => void;
}

function inside(request: SandboxRequest, routed: Routed, party: Party, front: Front): Ticket {
  const { partition, caller, leave } = party;
  const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
  if (key !== undefined) {
    const print = fingerprint(request);
    const replay = partition.idempotency.open(key, print, front.requestId, front.now());
    if (replay) return settled(replay, caller.account, leave);
  }
  const lock = lockName(routed);
  try {
    const params = readParams(request, routed);
    if (lock !== undefined && partition.locked.has(lock)) throw lockTimeout();
    if (lock !== undefined) partition.locked.add(lock);
    const context = {
      partition,
      caller,
      settings: front.settings,
      seed: front.seed,
      params,
      ids: routed.ids,
    };
    const execute = (change: Change): Outcome => {
      const outcome = run(routed, { ...context, nowMs: front.now() }, change);
      if (lock !== undefined) partition.locked.delete(lock);
      if (key !== undefined)
        partition.idempotency.save(key, (change.saved ?? (() => outcome.reply))());
      return outcome;
    };
    return { account: caller.account, settled: undefined, execute, leave };
  } catch (error) {
    if (key !== undefined) partition.idempotency.forget(key);
    throw error;
  }
}

function run({ operation }: Routed, context: Context, { instead }: Change): Outcome {
  if (instead) return { reply: instead(), committed: false };
  try {
    const body = operation.run(context);
    return { reply: { status: 200, headers: {}, body }, committed: true };
  } catch (error) {
    if (error instanceof ApiError) return { reply: errorReply(error), committed: false };
    throw error;
  }
}

function enter(partition: Partition, routed: Routed, caller: Caller, front: Front): () => void {
  const { settings, now } = front;
  const { name } = routed.operation;
  const limits = limitsFor(settings.limits, caller.livemode);
  partition.limiter.enter(name, limits, settings.rival, now());
  return () => partition.limiter.leave(name);
}

/** Concurrent writes to one object exclude one another. */
function lockName({ operation, ids }: Routed): string | undefined {
  return operation.method === 'GET' ? undefined : ids['customer'];
}

function readParams(request: SandboxRequest, { operation }: Routed): JsonObject {
  if (operation.name === 'customer.search') demandSearchVersion(request.headers['stripe-version']);
  const query = request.path.split('?')[1] ?? '';
  const text = operation.method === 'POST' ? request.body : query;
  return validateForm(decodeForm(text), operation.params);
}

/** The request's sense: the order of its parameters does not count. */
function fingerprint({ method, path, body }: SandboxRequest): string {
  const pairs = formPairs(body).map(([name, value]) => JSON.stringify([name, value]));
  return `${method} ${path} ${pairs.sort().join('')}`;
}

function refused(error: unknown, account: string | undefined, leave: () => void): Ticket {
  if (!(error instanceof ApiError)) throw error;
  return settled(errorReply(error), account, leave);
}

function settled(reply: Reply, account: string | undefined, leave: () => void): Ticket {
  const execute = () => ({ reply, committed: false });
  return { account, settled: reply, execute, leave };
}

function unrecognised({ method, path }: SandboxRequest): ApiError {
  return new ApiError(404, `Unrecognized request URL (${method}: ${path.split('?')[0]}).`);
}
