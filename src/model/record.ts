/** A JSON value as it arrives; integers beyond 2^53 are bigint. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Value[]
  | { readonly [key: string]: Value };

/** The columns of one profile, without `_ab_*` and `_airbyte_*`. */
export type Profile = { readonly [key: string]: Value };

/** A RECORD routed to its stream. */
export interface SourceRecord {
  /** Position among the sync's RECORDs, from 1. */
  readonly ordinal: number;
  readonly streamKey: string;
  readonly profile: Profile;
  /**
   * Canonical text of the primary key; undefined when the catalog names none or a part is missing.
   */
  readonly primaryKey: string | undefined;
  /** `_ab_cdc_deleted_at` is set: the source deleted this row. */
  readonly deleted: boolean;
  /** Columns that the source reports as TRUNCATED: matched and filtered on, never written. */
  readonly truncated: readonly string[];
  /** Columns that the source reports as NULLED: taken out of `profile`. */
  readonly nulled: readonly string[];
  /** Length of the line in bytes: the unit of back-pressure. */
  readonly bytes: number;
}
