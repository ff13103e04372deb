import { openDirectory } from '../edge/directory/open-directory.ts';
import { digest, newId, random } from '../edge/random.ts';
import { openSpool } from '../edge/spool.ts';
import { openStripe, type StripeEdge } from '../edge/stripe/client.ts';
import type { Config } from '../model/config.ts';
import type { Output, RejectStore } from '../model/ports.ts';
import type { Edges } from '../sync/edges.ts';
import type { Stop } from '../sync/stop.ts';
import { type Context, createLog } from './context.ts';

/** Stripe as the configuration and the environment name it. */
export function stripeFor(
  config: Config,
  { environment }: Context,
  expand: readonly ('tax' | 'cash_balance')[],
): StripeEdge {
  const { stripeApiBase, httpsProxy, noProxy } = environment;
  return openStripe({
    apiKey: config.apiKey,
    maxSockets: config.rateLimit.maxConcurrency,
    expand,
    ...(stripeApiBase === undefined ? {} : { base: stripeApiBase }),
    ...(config.connectedAccount === undefined ? {} : { connectedAccount: config.connectedAccount }),
    ...(httpsProxy === undefined ? {} : { proxy: httpsProxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  });
}

export interface EdgeParts {
  readonly config: Config;
  readonly context: Context;
  readonly output: Output;
  readonly stripe: StripeEdge;
  readonly stop: Stop;
  readonly rejects: RejectStore | undefined;
}

/** The real outside world for a sync. */
export function openEdges({ config, context, output, stripe, stop, rejects }: EdgeParts): Edges {
  const { clock, environment } = context;
  return {
    input: context.input(stop.signal),
    output,
    log: createLog(output, environment.logLevel),
    clock,
    random,
    newId,
    digest,
    customers: stripe.customers,
    openDirectory: (needs) =>
      openDirectory({
        ...needs,
        clock,
        random,
        lookup: config.lookup,
        temporaryDirectory: environment.temporaryDirectory,
        ...(config.safetyLimits.maxReads === undefined
          ? {}
          : { maxReads: config.safetyLimits.maxReads }),
      }),
    openSpool: () => openSpool(environment.temporaryDirectory),
    ...(rejects === undefined ? {} : { rejects }),
    stop,
  };
}
