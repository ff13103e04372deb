import type { StripeEdge } from '../edge/stripe/client.ts';
import type { Config } from '../model/config.ts';
import { ConfigError, type ConfigIssue, StripeFailure } from '../model/failure.ts';
import type { Page } from '../model/ports.ts';
import { configError } from '../write/stop.ts';
import type { Context } from './context.ts';
import { stripeFor } from './open-edges.ts';

/**
 * May the key read and write customers, in that mode and account? Throws `ConfigError`; gives
 * advice.
 */
export async function probeStripe(
  config: Config,
  context: Context,
  signal: AbortSignal,
): Promise<readonly ConfigIssue[]> {
  const stripe = stripeFor(config, context, []);
  signal.addEventListener('abort', () => stripe.close(), { once: true });
  try {
    const page = await asUser(() => stripe.customers.list({ limit: 1 }));
    await asUser(() => stripe.probe.mayWrite());
    return await verifyAccount(config, stripe, liveOf(page.body));
  } finally {
    stripe.close();
  }
}

/** Refuses another mode or account than the configuration names; sends nothing but GETs. */
export async function verifyAccount(
  { stripeMode, expectedAccount }: Config,
  { probe }: StripeEdge,
  seen: boolean | undefined,
): Promise<readonly ConfigIssue[]> {
  const livemode = seen ?? (await asUser(() => probe.livemode()));
  if (livemode !== undefined && livemode !== (stripeMode === 'live')) {
    throw mismatch('mode_mismatch', '/stripe_mode', livemode ? 'live' : 'test');
  }
  if (expectedAccount === undefined) return [];
  const account = await asUser(() => probe.accountId());
  if (account === undefined) return [unread()];
  if (account === expectedAccount) return [];
  throw mismatch('account_mismatch', '/expected_account', account);
}

/** 401 and 403 are the user's to mend; everything else stays what it is. */
async function asUser<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    const { status } = error.problem;
    if (status === 401) throw configError('api_key_refused', error);
    if (status === 403) throw configError('permission_missing', error);
    throw error;
  }
}

function liveOf({ data }: Page): boolean | undefined {
  const livemode = data[0]?.['livemode'];
  return typeof livemode === 'boolean' ? livemode : undefined;
}

function mismatch(
  code: 'mode_mismatch' | 'account_mismatch',
  pointer: string,
  found: string,
): ConfigError {
  const message =
    code === 'mode_mismatch'
      ? `The API key belongs to ${found} mode, stripe_mode says otherwise`
      : `The API key belongs to account ${found}, not to expected_account`;
  const hint = 'Use the right key, or correct the setting';
  return new ConfigError([{ code, pointer, message, hint }]);
}

function unread(): ConfigIssue {
  return {
    code: 'account_mismatch',
    pointer: '/expected_account',
    message: 'The key may not read its account, so expected_account was not checked',
    hint: 'Give the key the permission to read the account, or leave expected_account empty',
  };
}
