import type { Customer } from '../model/customer.ts';
import type { Rejection } from '../model/outcome.ts';
import type { Customers, Digest, Directory, NewId } from '../model/ports.ts';
import type { CreateStep, UpdateStep } from '../model/step.ts';
import { applyStep } from '../plan/apply.ts';
import { executeCreate, executeUpdate } from '../write/execute.ts';
import { createKey, updateKey } from '../write/idempotency.ts';

/** Carries a step out, or only pretends to. */
export interface Performer {
  create(step: CreateStep, generation: number): Promise<Performed>;
  update(step: UpdateStep): Promise<Performed>;
}

export type Performed =
  | { readonly kind: 'written'; readonly customer: Customer }
  /** A saved answer was replayed: look at the customer as it is now. */
  | { readonly kind: 'replayed'; readonly id: string; readonly ours: boolean }
  | { readonly kind: 'rematch'; readonly newGeneration: boolean; readonly rejection?: Rejection }
  | { readonly kind: 'gone'; readonly id: string }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

export interface PerformerDeps {
  readonly customers: Customers;
  readonly directory: Directory;
  readonly digest: Digest;
  readonly newId: NewId;
  /** `connected_account`, or ''. */
  readonly account: string;
  readonly mode: string;
}

/** Writes to Stripe; what was written is in the directory before the promise resolves. */
export function createWriter(deps: PerformerDeps): Performer {
  const { customers, directory, digest, newId, account, mode } = deps;
  const told = (executed: Awaited<ReturnType<typeof executeCreate>>): Performed => {
    if (executed.kind !== 'written') return executed;
    const customer = directory.learn(executed.raw);
    if (customer !== undefined) return { kind: 'written', customer };
    return { kind: 'rematch', newGeneration: true };
  };
  return {
    create: async (step, generation) => {
      const key = createKey({ account, mode, key: step.key, generation, digest });
      return told(await executeCreate(step, key, customers));
    },
    update: async (step) => told(await executeUpdate(step, updateKey(newId), customers)),
  };
}

/** A dry run: later records find what would have been written. */
export function createPretender(directory: Directory): Performer {
  const pretend = async (step: CreateStep | UpdateStep): Promise<Performed> => {
    const base = step.kind === 'update' ? step.customer : undefined;
    const fields = applyStep(base?.fields ?? {}, step);
    return { kind: 'written', customer: directory.pretend(fields, base) };
  };
  return { create: pretend, update: pretend };
}
