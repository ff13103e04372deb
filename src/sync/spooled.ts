import type { Ticket } from '../checkpoint/ledger.ts';
import { parseLossless, stringifyLossless } from '../lib/lossless-json.ts';
import { matchDraft } from '../match/match-draft.ts';
import type { Draft } from '../model/draft.ts';
import type { Ladder, MatchKey } from '../model/match.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Directory, Spool } from '../model/ports.ts';
import type { SourceRecord } from '../model/record.ts';
import { Ballot } from '../route/ballot.ts';
import type { Entry, Part } from './entry.ts';
import type { Pipeline } from './pipeline.ts';
import type { Recorder } from './recorder.ts';
import type { Settler } from './settle.ts';
import type { Stop } from './stop.ts';

const BLOCK_ENTRIES = 1_000;

/** Entries whose pipelines need the whole stream first; see `duplicate_profiles`. */
export interface EntrySpool {
  /** Takes the entry when a pipeline of it waits; false = nothing waits. */
  keep(entry: Entry): boolean;
  /** After the end of the input: elects who writes, then settles every entry. */
  drain(): Promise<void>;
  close(): void;
}

export interface SpoolDeps {
  readonly pipelines: readonly Pipeline[];
  readonly open: () => Spool;
  readonly settler: Settler;
  readonly recorder: Recorder;
  readonly directory: Directory;
  readonly stop: Stop;
}

const LOSES: { readonly [verdict: string]: Outcome } = {
  loses: { kind: 'skipped', reason: 'duplicate_profile' },
  all_rejected: { kind: 'rejected', rejection: { code: 'duplicate_profile' } },
};

export function spoolOf(deps: SpoolDeps): EntrySpool {
  const { pipelines, recorder, settler, stop, directory } = deps;
  const ballots = pipelines.map(({ config }) =>
    config.duplicateProfiles === 'use_first' ? undefined : new Ballot(config.duplicateProfiles),
  );
  const tickets: Ticket[] = [];
  let spool: Spool | undefined;

  const keep = (entry: Entry): boolean => {
    const waiting = entry.parts.some(isWaiting);
    if (!waiting) return false;
    spool ??= deps.open();
    spool.append(pack(entry));
    tickets.push(entry.ticket);
    return true;
  };

  /** Entry by entry, its ladders prepared block by block. */
  async function* replay(): AsyncGenerator<Entry> {
    let block: Entry[] = [];
    let at = 0;
    for (const line of spool?.read() ?? []) {
      const ticket = tickets[at];
      if (ticket === undefined) throw new Error('the spool holds more than was put in');
      block.push(unpack(line, ticket, pipelines));
      at += 1;
      if (block.length < BLOCK_ENTRIES) continue;
      await prepare(directory, block);
      yield* block;
      block = [];
    }
    await prepare(directory, block);
    yield* block;
  }

  const drain = async (): Promise<void> => {
    if (spool === undefined) return;
    const claims: string[] = [];
    for await (const entry of replay()) {
      stop.check();
      for (const part of entry.parts.filter(isWaiting)) {
        const customer = customerToBe(part, directory);
        claims.push(customer);
        ballots[part.pipeline.index]?.vote(customer, entry.identity, entry.record.ordinal);
      }
    }
    let at = 0;
    for await (const entry of replay()) {
      stop.check();
      for (const part of entry.parts.filter(isWaiting)) {
        const ballot = ballots[part.pipeline.index];
        const verdict = ballot?.verdict(claims[at] ?? '', entry.identity) ?? 'wins';
        at += 1;
        const outcome =
          LOSES[verdict] ?? settler.decide(entry, part) ?? (await settler.work(entry, part));
        recorder.outcome(entry, part, outcome);
      }
      recorder.settled(entry);
    }
  };
  return { keep, drain, close: () => spool?.close() };
}

function isWaiting({ pipeline, outcome }: Part): boolean {
  return pipeline.spooled && outcome === undefined;
}

/** One text for every profile that would write the same customer. */
function customerToBe({ ladder, draft, pipeline }: Part, directory: Directory): string {
  if (draft === undefined) return '';
  const match = matchDraft(ladder, draft, pipeline.policy, directory.find);
  if (match.kind === 'one') return `=${match.customer.ref}`;
  if (match.kind === 'several') return `=${match.customers.map(({ ref }) => ref).join()}`;
  const key = ladder.find((rung) => rung !== undefined);
  return key === undefined ? '' : `${key.field}=${key.value}`;
}

async function prepare(directory: Directory, entries: readonly Entry[]): Promise<void> {
  const ladders = new Map<number, Ladder[]>();
  for (const part of entries.flatMap(({ parts }) => parts).filter(isWaiting)) {
    const list = ladders.get(part.pipeline.index) ?? [];
    list.push(part.ladder);
    ladders.set(part.pipeline.index, list);
  }
  for (const [slot, list] of ladders) await directory.prepare(slot, list);
}

interface Packed {
  readonly record: SourceRecord;
  readonly identity: string;
  readonly rejected: boolean;
  readonly parts: readonly {
    readonly index: number;
    readonly draft: Draft | null;
    readonly ladder: readonly (MatchKey | null)[];
    readonly outcome: Outcome | null;
  }[];
}

function pack({ record, identity, rejected, parts }: Entry): string {
  return stringifyLossless({
    record: { ...record, primaryKey: record.primaryKey ?? null },
    identity,
    rejected,
    parts: parts.map(({ pipeline, draft, ladder, outcome }) => ({
      index: pipeline.index,
      draft: draft ?? null,
      ladder: ladder.map((key) => key ?? null),
      outcome: outcome ?? null,
    })),
  });
}

function unpack(line: string, ticket: Ticket, pipelines: readonly Pipeline[]): Entry {
  const packed = parseLossless(line) as unknown as Packed;
  const { record, identity, rejected } = packed;
  const parts = packed.parts.flatMap(({ index, draft, ladder, outcome }) => {
    const pipeline = pipelines[index];
    if (pipeline === undefined) return [];
    const keys = ladder.map((key) => key ?? undefined);
    return [{ pipeline, draft: draft ?? undefined, ladder: keys, outcome: outcome ?? undefined }];
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
