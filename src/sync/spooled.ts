import { matchDraft } from '../match/match-draft.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Directory, Spool } from '../model/ports.ts';
import { Ballot } from '../route/ballot.ts';
import { type Entry, laneKeys, type Part } from './entry.ts';
import type { Lanes } from './lanes.ts';
import type { Pipeline } from './pipeline.ts';
import type { Recorder } from './recorder.ts';
import type { Settler } from './settle.ts';
import type { Stop } from './stop.ts';
import { isWaiting, openTray } from './tray.ts';

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
  readonly lanes: Lanes;
  readonly stop: Stop;
}

const LOSES: { readonly [verdict: string]: Outcome } = {
  loses: { kind: 'skipped', reason: 'duplicate_profile' },
  all_rejected: { kind: 'rejected', rejection: { code: 'duplicate_profile' } },
};

export function spoolOf(deps: SpoolDeps): EntrySpool {
  const { pipelines, recorder, settler, stop, directory, lanes } = deps;
  const ballots = pipelines.map(({ config }) =>
    config.duplicateProfiles === 'use_first' ? undefined : new Ballot(config.duplicateProfiles),
  );
  const { keep, replay, close } = openTray(deps);

  const drain = async (): Promise<void> => {
    const claims: string[] = [];
    for await (const entry of replay()) {
      stop.check();
      for (const part of entry.parts.filter(isWaiting)) {
        const customer = customerToBe(part, directory);
        claims.push(customer);
        ballots[part.pipeline.index]?.vote(customer, part.identity, entry.record.ordinal);
      }
    }
    let at = 0;
    for await (const entry of replay()) {
      if (lanes.full) await lanes.room();
      stop.check();
      const votes = claims.slice(at, at + entry.parts.filter(isWaiting).length);
      at += votes.length;
      const keys = [...laneKeys(entry), ...votes];
      lanes.enter(keys, entry.record.bytes, () => settleAll(entry, votes));
    }
    await lanes.idle();
    stop.check();
  };

  /** The waiting parts in config order; never throws. */
  const settleAll = async (entry: Entry, votes: readonly string[]): Promise<void> => {
    try {
      for (const [nth, part] of entry.parts.filter(isWaiting).entries()) {
        const ballot = ballots[part.pipeline.index];
        const verdict = ballot?.verdict(votes[nth] ?? '', part.identity) ?? 'wins';
        const outcome = LOSES[verdict] ?? settler.decide(part, false) ?? (await settler.work(part));
        recorder.outcome(entry, part, outcome);
      }
      recorder.settled(entry);
    } catch (error) {
      stop.now(error);
    }
  };
  return { keep, drain, close };
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
