import type Stripe from 'stripe';
import type { AccountProbe } from '../../model/ports.ts';
import { toStripeFailure } from './failure.ts';

/** No customer has this id: what a POST to it answers shows only whether the key may write. */
const NOBODY = 'cus_destination_stripe_check';

/** What `check` asks of the account; one attempt a call. */
export function createProbe(stripe: Stripe): AccountProbe {
  return {
    mayWrite: async () => {
      await unless(404, stripe.customers.update(NOBODY, {}));
    },
    accountId: async () => (await unless(403, stripe.accounts.retrieveCurrent()))?.id,
    livemode: async () => (await unless(403, stripe.balance.retrieve()))?.livemode,
  };
}

/** The answer, or undefined when Stripe refuses with that status. */
async function unless<T>(status: number, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const failure = toStripeFailure(error);
    if (failure.kind === 'api' && failure.problem.status === status) return undefined;
    throw failure;
  }
}
