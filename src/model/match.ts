import type { Customer } from './customer.ts';

/** One value to look up: the rung's field and the profile's value. */
export interface MatchKey {
  readonly field: string;
  /** Normalised: what keys are compared by. */
  readonly value: string;
  /** As mapped, before folding: an e-mail list is case-sensitive, and this is what is written. */
  readonly text: string;
}

/**
 * A profile's keys, one place per rung of the ladder; undefined = the profile has no value there.
 */
export type Ladder = readonly (MatchKey | undefined)[];

/** What matching found for one draft. */
export type Match =
  /** Nobody: `key` is the highest rung with a value; it names the customer to be. */
  | { readonly kind: 'none'; readonly key: MatchKey }
  | {
      readonly kind: 'one';
      readonly rung: number;
      readonly customer: Customer;
      readonly stamps: Stamps;
    }
  | {
      readonly kind: 'several';
      readonly rung: number;
      readonly customers: readonly Customer[];
      readonly stamps: Stamps;
    }
  | { readonly kind: 'reject'; readonly code: MatchRejection; readonly field?: string };

export type MatchRejection =
  | 'match_key_missing'
  | 'match_key_conflict'
  | 'match_ambiguous'
  | 'match_value_changed'
  | 'customer_not_found'
  | 'existence_unproven';

/** Higher keys to write on an adopted customer: field → text. */
export type Stamps = { readonly [field: string]: string };
