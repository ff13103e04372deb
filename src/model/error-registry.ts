import { CONFIG_ERRORS } from './errors-config.ts';
import { RECORD_ERRORS } from './errors-record.ts';
import { SYNC_ERRORS } from './errors-sync.ts';

/** One code: who must act and how. docs/errors.md is generated from these entries. */
export interface ErrorEntry {
  /**
   * `config` ends the sync (or fails check) as config_error, `transient` as transient_error,
   * `system` as system_error; `rejected` and `skipped` are outcomes of one record; `warning` only
   * says so once.
   */
  readonly kind: 'config' | 'transient' | 'system' | 'rejected' | 'skipped' | 'warning';
  /** What happened, one sentence. */
  readonly what: string;
  /** What to do, one sentence. */
  readonly fix: string;
}

export const ERRORS = { ...CONFIG_ERRORS, ...RECORD_ERRORS, ...SYNC_ERRORS } as const satisfies {
  readonly [code: string]: ErrorEntry;
};

export type ErrorCode = keyof typeof ERRORS;

/** The entry of a code; a code outside the registry is a bug. */
export function errorEntry(code: string): ErrorEntry {
  const entry = (ERRORS as { readonly [code: string]: ErrorEntry })[code];
  if (entry === undefined) throw new Error(`error code ${code} is not in the registry`);
  return entry;
}
