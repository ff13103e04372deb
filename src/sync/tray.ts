import type { Ticket } from '../checkpoint/ledger.ts';
import type { Ladder } from '../model/match.ts';
import type { Directory, Spool } from '../model/ports.ts';
import type { Entry, Part } from './entry.ts';
import { pack, unpack } from './pack.ts';
import type { Pipeline } from './pipeline.ts';

const BLOCK_ENTRIES = 1_000;

export interface TrayDeps {
  readonly pipelines: readonly Pipeline[];
  readonly open: () => Spool;
  readonly directory: Directory;
}

/** Entries on disk that wait for the end of the input; their tickets stay in memory. */
export function openTray({ pipelines, open, directory }: TrayDeps) {
  const tickets: Ticket[] = [];
  let spool: Spool | undefined;

  const keep = (entry: Entry): boolean => {
    const waiting = entry.parts.some(isWaiting);
    if (!waiting) return false;
    spool ??= open();
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

  return { keep, replay, close: () => spool?.close() };
}

/** A part whose outcome is still open. */
export function isWaiting({ outcome }: Part): boolean {
  return outcome === undefined;
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
