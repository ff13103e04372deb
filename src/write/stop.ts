import { errorEntry } from '../model/error-registry.ts';
import { ConfigError, type StripeFailure } from '../model/failure.ts';

const POINTERS: { readonly [code: string]: string } = {
  connected_account_refused: '/connected_account',
};

/** What the user must change so that Stripe takes requests at all. */
export function configError(code: string, failure: StripeFailure): ConfigError {
  const { what, fix } = errorEntry(code);
  const { permission, problem } = failure;
  const message = [
    permission === undefined ? what : `${what} Stripe names it: ${permission}.`,
    problem.requestId === undefined ? '' : ` (request ${problem.requestId})`,
  ].join('');
  const pointer = POINTERS[code] ?? '/api_key';
  return new ConfigError([{ code, pointer, message, hint: fix }], { cause: failure });
}
