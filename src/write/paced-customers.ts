import { StripeFailure } from '../model/failure.ts';
import type { Clock, Customers, Operation, Random, Reply } from '../model/ports.ts';
import { OutageWatch } from './outage-watch.ts';
import type { Pace } from './pace.ts';
import { RetryBudget, type Retrying, withRetry } from './retry.ts';
import { judge } from './verdict.ts';

export interface PacedDeps {
  readonly pace: Pace;
  readonly clock: Clock;
  readonly random: Random;
  /** Ends everything that waits; what is under way goes on. */
  readonly signal?: AbortSignal;
}

/**
 * The same port, paced and retried. Throws `JudgedFailure` (a `StripeFailure` with its verdict) for
 * what concerns one request, `ConfigError` and `TransientError` for what ends the sync; after one
 * of those, every call throws it.
 */
export function pacedCustomers(customers: Customers, deps: PacedDeps): Customers {
  const shared = share(customers, deps);
  const run = <T>(operation: Operation, send: () => Promise<Reply<T>>) =>
    withRetry(operation, send, shared);
  return {
    create: (params, key) => run('create', () => customers.create(params, key)),
    update: (id, params, key) => run('update', () => customers.update(id, params, key)),
    retrieve: (id) => run('retrieve', () => customers.retrieve(id)),
    list: (query) => run('list', () => customers.list(query)),
    search: (query) => run('search', () => customers.search(query)),
  };
}

function share(customers: Customers, deps: PacedDeps): Retrying {
  const { pace, clock, random } = deps;
  const stopped = new AbortController();
  const signal =
    deps.signal === undefined ? stopped.signal : AbortSignal.any([deps.signal, stopped.signal]);
  const reads = new OutageWatch(clock, signal);
  const writes = new OutageWatch(clock, signal);
  const probe = {};
  let pinging: Promise<boolean> | undefined;
  const ping = async (): Promise<boolean> => {
    const sentAtMs = clock.now();
    try {
      await pace.run('list', () => customers.list({ limit: 1 }), signal);
      reads.hear('works', probe, sentAtMs);
      return true;
    } catch (error) {
      if (!(error instanceof StripeFailure)) throw error;
      const situation = { operation: 'list', attempt: 1, failingForMs: 0 } as const;
      return judge(error, situation, random).tells !== 'fails';
    }
  };
  return {
    pace,
    clock,
    random,
    budget: new RetryBudget(),
    signal,
    stop: (error) => stopped.abort(error),
    watch: (operation) => (operation === 'create' || operation === 'update' ? writes : reads),
    ping: () => {
      pinging ??= ping().finally(() => {
        pinging = undefined;
      });
      return pinging;
    },
  };
}
