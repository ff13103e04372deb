import type { Ticket } from '../checkpoint/ledger.ts';
import { parseLossless, stringifyLossless } from '../lib/lossless-json.ts';
import type { Draft } from '../model/draft.ts';
import type { MatchKey } from '../model/match.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SourceRecord } from '../model/record.ts';
import type { Entry } from './entry.ts';
import type { Pipeline } from './pipeline.ts';

interface Packed {
  readonly record: SourceRecord;
  readonly identity: string;
  readonly rejected: boolean;
  readonly parts: readonly {
    readonly index: number;
    readonly identity: string;
    readonly draft: Draft | null;
    readonly ladder: readonly (MatchKey | null)[];
    readonly outcome: Outcome | null;
  }[];
}

/** An entry as one line of the spool. */
export function pack({ record, identity, rejected, parts }: Entry): string {
  return stringifyLossless({
    record: { ...record, primaryKey: record.primaryKey ?? null },
    identity,
    rejected,
    parts: parts.map(({ pipeline, identity: own, draft, ladder, outcome }) => ({
      index: pipeline.index,
      identity: own,
      draft: draft ?? null,
      ladder: ladder.map((key) => key ?? null),
      outcome: outcome ?? null,
    })),
  });
}

/** The entry of a line; what never goes to disk is handed in. */
export function unpack(line: string, ticket: Ticket, pipelines: readonly Pipeline[]): Entry {
  const packed = parseLossless(line) as unknown as Packed;
  const { record, identity, rejected } = packed;
  const parts = packed.parts.flatMap(({ index, identity: own, draft, ladder, outcome }) => {
    const pipeline = pipelines[index];
    if (pipeline === undefined) return [];
    const keys = ladder.map((key) => key ?? undefined);
    return [
      {
        pipeline,
        identity: own,
        draft: draft ?? undefined,
        ladder: keys,
        outcome: outcome ?? undefined,
      },
    ];
  });
  const primaryKey = record.primaryKey ?? undefined;
  return {
    record: { ...record, primaryKey },
    parts,
    ticket,
    identity,
    superseded: false,
    rejected,
  };
}
