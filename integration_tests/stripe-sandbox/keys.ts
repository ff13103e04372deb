import { ApiError } from './api-error.ts';

/** What one API key may do. */
export interface KeyEntry {
  readonly account: string;
  /** Permission names (`rak_customer_write`); absent: everything. Write includes read. */
  readonly permissions?: readonly string[];
  /** Accounts that `Stripe-Account` or `Stripe-Context` may name; `*`: any. */
  readonly connected?: readonly string[] | '*';
  readonly expired?: boolean;
  /** For keys whose prefix does not say it. */
  readonly livemode?: boolean;
}

export type KeyTable = { readonly [key: string]: KeyEntry };

const ACCOUNT = 'acct_1Sandbox';

/** Keys that every sandbox knows. */
export const DEFAULT_KEYS: KeyTable = {
  sk_test_sandbox: { account: ACCOUNT, connected: '*' },
  sk_live_sandbox: { account: ACCOUNT, connected: '*' },
  rk_test_customers: { account: ACCOUNT, permissions: ['rak_customer_write'] },
  rk_live_customers: { account: ACCOUNT, permissions: ['rak_customer_write'] },
  rk_test_readonly: { account: ACCOUNT, permissions: ['rak_customer_read'] },
  rk_test_nothing: { account: ACCOUNT, permissions: [] },
  sk_test_expired: { account: ACCOUNT, expired: true },
  sk_org_test_sandbox: { account: ACCOUNT, connected: '*' },
};

export interface Caller {
  readonly key: string;
  readonly entry: KeyEntry;
  readonly account: string;
  readonly livemode: boolean;
}

type Headers = { readonly [name: string]: string };

/** Who asks, for which account and in which mode; throws `ApiError` 401, 403 or 400. */
export function authenticate(keys: KeyTable, headers: Headers): Caller {
  const key = keyOf(headers['authorization'] ?? '');
  if (key === '') throw new ApiError(401, 'You did not provide an API key.');
  if (key.startsWith('pk_')) {
    throw new ApiError(
      401,
      'This API call cannot be made with a publishable API key. Please use a secret API key.',
      { code: 'secret_key_required' },
    );
  }
  const entry = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (!entry) throw new ApiError(401, `Invalid API Key provided: ${masked(key, 4)}`);
  if (entry.expired) {
    const message = `Expired API Key provided: ${masked(key, 4)}`;
    throw new ApiError(401, message, { code: 'api_key_expired' });
  }
  const livemode = entry.livemode ?? key.includes('_live_');
  return { key, entry, livemode, account: accountOf(key, entry, headers) };
}

/** Permission comes before existence; text of a real refusal. */
export function demandPermission(caller: Caller, permission: string): void {
  const { permissions } = caller.entry;
  if (!permissions || permissions.includes(permission)) return;
  if (permissions.includes(permission.replace(/_read$/, '_write'))) return;
  throw new ApiError(
    403,
    `The provided key '${masked(caller.key, 6)}' does not have the required permissions for ` +
      `this endpoint on account '${caller.account}'. Having the '${permission}' permission would ` +
      'allow this request to continue.',
  );
}

function accountOf(key: string, entry: KeyEntry, headers: Headers): string {
  const context = headers['stripe-context'];
  const connected = headers['stripe-account'];
  if (context && connected) {
    throw new ApiError(400, 'Only one of Stripe-Context and Stripe-Account may be given.');
  }
  if (key.startsWith('sk_org_') && !(context && headers['stripe-version'])) {
    throw new ApiError(
      400,
      'Organization keys need the Stripe-Context and Stripe-Version headers.',
    );
  }
  const account = (context ?? connected)?.split('/').at(-1);
  if (!account || account === entry.account) return entry.account;
  const reach = entry.connected ?? [];
  if (account.startsWith('acct_') && (reach === '*' || reach.includes(account))) return account;
  throw new ApiError(
    403,
    `The provided key '${masked(key, 6)}' does not have access to account '${account}' (or that ` +
      'account does not exist).',
    { code: 'account_invalid' },
  );
}

function keyOf(authorization: string): string {
  const [scheme = '', value = ''] = authorization.trim().split(/\s+/);
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return '';
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? '';
}

function masked(key: string, shown: number): string {
  const prefix = /^(?:[a-z]+_)+/.exec(key)?.[0] ?? '';
  return `${prefix}****${key.slice(-shown)}`;
}
