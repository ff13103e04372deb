import type { DuplicateCustomers, ExportMode, MatchingEntry, WritePolicy } from './config.ts';
import type { Draft, FieldValue } from './draft.ts';
import type { Rejection } from './outcome.ts';
import type { Profile, SourceRecord } from './record.ts';

/** The policies of one pipeline that planning needs, compiled once. */
export interface PipelinePolicy {
  readonly name: string;
  readonly matching: readonly MatchingEntry[];
  readonly onKeyConflict: 'reject' | 'create';
  readonly exportMode: ExportMode;
  readonly duplicateCustomers: DuplicateCustomers;
  /** The policy of a field; functions write everything by the field table's default. */
  readonly writePolicy: (field: string) => WritePolicy;
}

/**
 * true keeps the profile; a throw rejects the record (`filter_failed`); a promise only where
 * JSONata needs one.
 */
export type Predicate = (profile: Profile) => boolean | Promise<boolean>;

/** What a transformation made of one record. */
export type MapResult =
  | { readonly kind: 'draft'; readonly draft: Draft }
  /** A function returned null: the profile is filtered. */
  | { readonly kind: 'dropped' }
  | {
      readonly kind: 'rejected';
      readonly rejection: Rejection;
      /** What the function printed or threw: for the reject store and `try` only. */
      readonly printed?: string;
    };

/**
 * Maps a batch; a promise only where an engine needs one. Results stand in the order of the
 * records.
 */
export type MapBatch = (
  records: readonly SourceRecord[],
) => readonly MapResult[] | Promise<readonly MapResult[]>;

/** One field's converter: undefined leaves the field alone, null clears it. */
export type Shaped = FieldValue | null | undefined;
