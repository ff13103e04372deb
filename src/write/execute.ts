import type { RawCustomer } from '../model/customer.ts';
import { StripeFailure } from '../model/failure.ts';
import type { Rejection } from '../model/outcome.ts';
import type { Customers, Reply } from '../model/ports.ts';
import type { CreateStep, UpdateStep } from '../model/step.ts';
import { rejectionOf } from './rejection.ts';
import { JudgedFailure, judge, type Verdict } from './verdict.ts';

/** What became of one step at Stripe. */
export type Executed =
  | { readonly kind: 'written'; readonly raw: RawCustomer }
  /**
   * A saved answer, not the present: retrieve and diff. `ours`: most likely saved by this very
   * call.
   */
  | { readonly kind: 'replayed'; readonly id: string; readonly ours: boolean }
  /**
   * Match again; if nobody is found, create with the next generation of the key where
   * `newGeneration`.
   * `rejection` is what to say when the generations are used up.
   */
  | { readonly kind: 'rematch'; readonly newGeneration: boolean; readonly rejection: Rejection }
  /** Deleted, or never there. */
  | { readonly kind: 'gone'; readonly id: string }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

/** Creates a customer. Throws only what ends the sync. */
export function executeCreate(
  step: CreateStep,
  idempotencyKey: string,
  customers: Customers,
): Promise<Executed> {
  const send = () => customers.create(step.params, idempotencyKey);
  return execute(send, ({ action, code }, failure) => {
    const rejection = rejectionOf(failure, code);
    if (action === 'rematch') return { kind: 'rematch', newGeneration: true, rejection };
    return { kind: 'rejected', rejection };
  });
}

/** Updates a customer. Throws only what ends the sync. */
export function executeUpdate(
  step: UpdateStep,
  idempotencyKey: string,
  customers: Customers,
): Promise<Executed> {
  const { id } = step.customer;
  const send = () => customers.update(id, step.params, idempotencyKey);
  return execute(send, ({ action, code }, failure) => {
    if (isGone(failure)) return { kind: 'gone', id };
    const rejection = rejectionOf(failure, code);
    if (action === 'rematch') return { kind: 'rematch', newGeneration: false, rejection };
    return { kind: 'rejected', rejection };
  });
}

async function execute(
  send: () => Promise<Reply<RawCustomer>>,
  settle: (verdict: Verdict, failure: StripeFailure) => Executed,
): Promise<Executed> {
  try {
    const { body, replayed, retried } = await send();
    const id = String(body['id']);
    if (replayed) return { kind: 'replayed', id, ours: retried === true };
    return body['deleted'] === true ? { kind: 'gone', id } : { kind: 'written', raw: body };
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    const verdict = error instanceof JudgedFailure ? error.verdict : judgeOnce(error);
    return settle(verdict, error);
  }
}

/** A port that does not retry: the attempt was the last. */
function judgeOnce(failure: StripeFailure): Verdict {
  return judge(failure, { operation: 'create', attempt: 1, failingForMs: 0 }, () => 0);
}

/** "No such customer" for the id in the path; a missing payment method is another matter. */
function isGone({ problem, replayed }: StripeFailure): boolean {
  const { status, param } = problem;
  return status === 404 && !replayed && (param === undefined || /^(id|customer)$/.test(param));
}
