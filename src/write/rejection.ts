import type { StripeFailure } from '../model/failure.ts';
import type { Rejection } from '../model/outcome.ts';

/** What a record is rejected with when Stripe refused its request. */
export function rejectionOf(failure: StripeFailure, code: string): Rejection {
  const { problem, permission } = failure;
  const field = problem.param === undefined ? undefined : fieldOf(problem.param);
  return {
    code,
    ...(field === undefined ? {} : { field }),
    ...(permission === undefined ? {} : { detail: permission }),
    stripe: problem,
  };
}

/** "Stripe reports errors on it as param source" for the default source. */
const RENAMED: { readonly [param: string]: string } = { source: 'default_source' };

/** `invoice_settings[custom_fields][0][name]` → `invoice_settings.custom_fields`. */
function fieldOf(param: string): string | undefined {
  const keys = param.split(/[[\]]+/).filter((key) => key !== '');
  const index = keys.findIndex((key, at) => at > 0 && /^\d+$/.test(key) && keys[0] !== 'metadata');
  const name = (index < 0 ? keys : keys.slice(0, index)).join('.');
  return name === '' || name === 'id' ? undefined : (RENAMED[name] ?? name);
}
