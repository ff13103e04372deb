import { LOOKAHEAD_RECORDS_MAX } from '../model/limits.ts';
import type { Ladder } from '../model/match.ts';
import type { Directory } from '../model/ports.ts';
import type { Versions } from '../route/superseded.ts';
import { type Entry, laneKeys } from './entry.ts';
import type { Lanes } from './lanes.ts';
import type { Recorder } from './recorder.ts';
import type { Settler } from './settle.ts';
import type { EntrySpool } from './spooled.ts';
import type { Stop } from './stop.ts';
import type { Window } from './window.ts';

export interface AdvanceDeps {
  readonly window: Window;
  readonly lanes: Lanes;
  readonly directory: Directory;
  readonly settler: Settler;
  readonly recorder: Recorder;
  readonly stop: Stop;
  readonly spool: EntrySpool;
  readonly versions: Versions<Entry>;
}

/**
 * Moves the front of the window on: through match and plan at once, or into a lane when there is
 * something to write or an earlier record of the same customer is still being written.
 */
export function createAdvance(deps: AdvanceDeps) {
  const { window, lanes, stop, spool, versions } = deps;
  let prepared = 0;

  const advance = (): Promise<void> | undefined => {
    if (lanes.full) return lanes.room().then(advance);
    stop.check();
    if (prepared === 0) {
      const ahead = window.ahead(LOOKAHEAD_RECORDS_MAX);
      const wait = prepareAll(deps.directory, ahead);
      prepared = ahead.length;
      if (wait !== undefined) return wait.then(advance);
    }
    const entry = window.shift();
    if (entry === undefined) return undefined;
    prepared -= 1;
    versions.leave(entry.record.streamKey, entry.identity, entry);
    settleEntry(deps, entry);
    return undefined;
  };

  const drain = async (): Promise<void> => {
    while (window.size > 0) {
      const wait = advance();
      if (wait !== undefined) await wait;
    }
    await lanes.idle();
    stop.check();
    await spool.drain();
  };
  return { advance, drain };
}

/** I/O for the ladders of these entries, pipeline by pipeline. */
function prepareAll(directory: Directory, entries: readonly Entry[]): Promise<void> | undefined {
  const ladders = new Map<number, Ladder[]>();
  for (const { parts, superseded } of entries) {
    if (superseded) continue;
    for (const { pipeline, draft, ladder } of parts) {
      if (draft === undefined) continue;
      const list = ladders.get(pipeline.index);
      if (list === undefined) ladders.set(pipeline.index, [ladder]);
      else list.push(ladder);
    }
  }
  let wait: Promise<void> | undefined;
  for (const [slot, list] of ladders) {
    const previous = wait;
    wait =
      previous === undefined
        ? directory.prepare(slot, list)
        : previous.then(() => directory.prepare(slot, list));
  }
  return wait;
}

function settleEntry(deps: AdvanceDeps, entry: Entry): void {
  const { lanes, settler, recorder, spool } = deps;
  if (entry.superseded) {
    for (const part of entry.parts) {
      recorder.outcome(entry, part, { kind: 'skipped', reason: 'superseded' });
    }
    recorder.settled(entry);
    return;
  }
  const waits = lanes.size > 0 && lanes.busy(laneKeys(entry));
  for (const [at, part] of entry.parts.entries()) {
    if (part.pipeline.spooled && part.outcome === undefined) break;
    const outcome = part.outcome ?? settler.decide(part, waits);
    if (outcome === undefined) {
      lanes.enter(laneKeys(entry), entry.record.bytes, () => finishInLane(deps, entry, at));
      return;
    }
    recorder.outcome(entry, part, outcome);
  }
  if (!spool.keep(entry)) recorder.settled(entry);
}

/** The rest of the entry's pipelines, one after another; never throws. */
async function finishInLane(deps: AdvanceDeps, entry: Entry, from: number): Promise<void> {
  const { settler, recorder, spool, stop } = deps;
  try {
    for (const part of entry.parts.slice(from)) {
      if (part.pipeline.spooled && part.outcome === undefined) break;
      recorder.outcome(entry, part, part.outcome ?? (await settler.work(part)));
    }
    if (!spool.keep(entry)) recorder.settled(entry);
  } catch (error) {
    stop.now(error);
  }
}
