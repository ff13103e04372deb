import type { ConfigIssue } from '../model/failure.ts';
import { asText, type RawObject } from './raw.ts';

const ACCOUNT = /^acct_[A-Za-z0-9]+$/;
// A key travels in a header: printable characters without blanks.
const KEY = /^[\x21-\x7e]+$/;

/**
 * What the key, the mode and the account ids say about one another; the key itself is never named.
 */
export function accountIssues(config: RawObject): readonly ConfigIssue[] {
  return [
    ...keyIssues(asText(config['api_key'])?.trim(), asText(config['stripe_mode'])),
    ...accountIdIssues('expected_account', asText(config['expected_account'])),
    ...accountIdIssues('connected_account', asText(config['connected_account'])),
  ];
}

function keyIssues(key: string | undefined, mode: string | undefined): readonly ConfigIssue[] {
  if (key === undefined) return [];
  const pointer = '/api_key';
  if (!KEY.test(key)) {
    const message = 'The API key holds a blank or another character that no key has';
    return [{ code: 'config_invalid', pointer, message, hint: 'Copy it again from the Dashboard' }];
  }
  if (key.startsWith('pk_')) {
    const message = 'The API key is a publishable key (pk_)';
    const hint = 'Create a restricted key (rk_) with Customers: Write';
    return [{ code: 'api_key_publishable', pointer, message, hint }];
  }
  const keyMode = modeOfKey(key);
  if (keyMode === undefined || mode === keyMode || (mode !== 'test' && mode !== 'live')) return [];
  return [
    {
      code: 'mode_mismatch',
      pointer: '/stripe_mode',
      message: `The API key is for ${keyMode} mode, but stripe_mode is ${mode}`,
      hint: `Use a ${mode} key, or set stripe_mode to ${keyMode}`,
    },
  ];
}

/** The mode in a key's prefix (`rk_test_`, `sk_org_live_`); undefined where it has none. */
function modeOfKey(key: string): 'test' | 'live' | undefined {
  const segments = key.split('_').slice(1, 3);
  return segments.find((segment) => segment === 'test' || segment === 'live') as
    | 'test'
    | 'live'
    | undefined;
}

function accountIdIssues(key: string, id: string | undefined): readonly ConfigIssue[] {
  if (id === undefined || ACCOUNT.test(id.trim())) return [];
  return [
    {
      code: 'config_invalid',
      pointer: `/${key}`,
      message: `"${key}" is no account id`,
      hint: 'It starts with acct_; copy it from the Dashboard, or leave it empty',
    },
  ];
}
