import type { FieldValue } from './draft.ts';

/** A Stripe customer as this sync remembers it: flat, empty fields absent. */
export interface Customer {
  /** `cus_…`, or `acct_…` where Accounts v2 is on. */
  readonly id: string;
  /**
   * A small integer by which this sync knows the customer; stable within the sync, dense from 0.
   */
  readonly ref: number;
  /** Unix seconds. */
  readonly created: number;
  /** Only non-empty fields, by flat name; metadata as `metadata.<key>`. */
  readonly fields: { readonly [field: string]: FieldValue };
  /** All metadata keys in Stripe, other systems' included: 50 is the limit. */
  readonly metadataCount: number;
  /** When this copy was read or written, ms on the injected clock. */
  readonly fetchedAtMs: number;
}

/** A customer object as Stripe sends it; read through the field table only. */
export type RawCustomer = { readonly [key: string]: unknown };
