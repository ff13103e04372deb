import type { Ticket } from '../checkpoint/ledger.ts';
import type { Draft } from '../model/draft.ts';
import type { Ladder } from '../model/match.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SourceRecord } from '../model/record.ts';
import type { Pipeline } from './pipeline.ts';

/** One record on its way through the pipelines of its stream. */
export interface Entry {
  readonly record: SourceRecord;
  /** In config order; a record is settled when every part is. */
  readonly parts: readonly Part[];
  readonly ticket: Ticket;
  /** Versions of one profile, alike for every pipeline, share it. */
  readonly identity: string;
  /** A later version of the same profile arrived in the same STATE window. */
  superseded: boolean;
  /** Any pipeline rejected it. */
  rejected: boolean;
}

/** One record in one pipeline. */
export interface Part {
  readonly pipeline: Pipeline;
  /** Which profile this is, as this pipeline tells profiles apart. */
  readonly identity: string;
  draft: Draft | undefined;
  ladder: Ladder;
  /** Set once; the first is final. */
  outcome: Outcome | undefined;
}

/** The profile a record speaks of: its primary key, else its first matching value. */
export function identityOf(record: SourceRecord, ladder: Ladder): string {
  if (record.primaryKey !== undefined) return record.primaryKey;
  const key = ladder.find((rung) => rung !== undefined);
  return key === undefined ? `#${record.ordinal}` : `${key.field}=${key.value}`;
}

/** Everything by which two records may turn out to be of one customer. */
export function laneKeys(entry: Entry): readonly string[] {
  const keys: string[] = [];
  const { primaryKey, streamKey } = entry.record;
  if (primaryKey !== undefined) keys.push(`${streamKey}\u0000${primaryKey}`);
  for (const { draft, ladder } of entry.parts) {
    if (draft === undefined) continue;
    for (const key of ladder) if (key !== undefined) keys.push(`${key.field}=${key.value}`);
  }
  return keys;
}
