import type { Customer } from './customer.ts';
import type { Warning } from './draft.ts';
import type { MatchKey } from './match.ts';
import type { Rejection, SkipReason } from './outcome.ts';

/** Parameters of a POST, nested as Stripe's; "" clears. */
export type Params = { readonly [key: string]: ParamValue };
export type ParamValue =
  | string
  | number
  | readonly ParamValue[]
  | { readonly [key: string]: ParamValue };

/** What we will do for one draft. */
export type Step =
  | CreateStep
  | UpdateStep
  | {
      readonly kind: 'unchanged';
      readonly customer: Customer;
      readonly warnings: readonly Warning[];
    }
  | { readonly kind: 'skip'; readonly reason: SkipReason }
  | { readonly kind: 'reject'; readonly rejection: Rejection }
  /**
   * The copy is too old for a merged unit or an `if_empty`: retrieve the customer and plan again.
   */
  | { readonly kind: 'refresh'; readonly id: string };

export interface CreateStep {
  readonly kind: 'create';
  readonly key: MatchKey;
  readonly params: Params;
  /** Flat names of what is written. */
  readonly fields: readonly string[];
  readonly warnings: readonly Warning[];
}

export interface UpdateStep {
  readonly kind: 'update';
  readonly customer: Customer;
  readonly params: Params;
  /** Flat names of what differs. */
  readonly fields: readonly string[];
  /** How many of them are cleared. */
  readonly cleared: number;
  readonly warnings: readonly Warning[];
}
