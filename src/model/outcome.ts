/** What became of one record in one pipeline. */
export type Outcome =
  | { readonly kind: 'created'; readonly id: string }
  | { readonly kind: 'updated'; readonly id: string; readonly fields: readonly string[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'filtered' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

export type OutcomeKind = Outcome['kind'];

export type SkipReason =
  | 'customer_exists'
  | 'customer_not_found'
  | 'duplicate_profile'
  | 'source_deleted'
  | 'superseded';

/** Why a record was refused: codes and names only, never a value. */
export interface Rejection {
  /** An entry of the error registry. */
  readonly code: string;
  /** Flat field or property name. */
  readonly field?: string;
  /** Extra safe words: a limit, an operator, a line and column. */
  readonly detail?: string;
  readonly stripe?: StripeProblem;
}

/** What Stripe said, without its message's values. */
export interface StripeProblem {
  readonly status?: number;
  readonly code?: string;
  readonly param?: string;
  readonly requestId?: string;
  /** Scrubbed of e-mail addresses, phone numbers and quoted values. */
  readonly message?: string;
}
