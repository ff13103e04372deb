import type { LookupMode } from '../../model/config.ts';
import type { Ladder, MatchKey } from '../../model/match.ts';
import type { Census } from './census.ts';
import type { CustomerIndex } from './customer-index.ts';
import type { FullRead } from './full-read.ts';
import type { LookUp } from './look-up.ts';
import type { Reads } from './reads.ts';
import { choose, sweepPages } from './strategy.ts';
import type { Sweep } from './sweep.ts';

/** Makes ladders answerable, by a sweep or by single look-ups. */
export interface Finder {
  /** undefined: they already are. */
  prepare(ladders: readonly Ladder[]): Promise<void> | undefined;
  /** Asks for every key of the ladder; false: look-ups can't tell that nobody has them. */
  prove(ladder: Ladder): Promise<boolean>;
}

export interface FinderParts {
  readonly mode: LookupMode;
  readonly reads: Reads;
  readonly index: CustomerIndex;
  readonly lookUp: LookUp;
  readonly fullRead: FullRead;
  readonly sweep: Sweep;
  readonly census: Census;
  /** Customers others make matter from the first look-up on. */
  readonly mayCreate: boolean;
  readonly note: (message: string) => void;
}

export function createFinder(parts: FinderParts): Finder {
  const { mode, index, lookUp, fullRead, note, mayCreate } = parts;
  const everything = () => fullRead.upTo(Number.POSITIVE_INFINITY);
  const auto = mode === 'auto' ? chooser(parts) : undefined;
  /** The key to ask for next; a rung that finds somebody decides. */
  const nextKey = (ladder: Ladder): MatchKey | undefined => {
    for (const key of ladder) {
      if (key === undefined || (mode === 'on_demand' && !lookUp.askable(key))) continue;
      if (!lookUp.known(key)) return key;
      if (index.find(key).length > 0) return undefined;
    }
    return undefined;
  };
  const waiting = (ladders: readonly Ladder[]): readonly MatchKey[] => {
    if (fullRead.complete()) return [];
    const keys = new Map<string, MatchKey>();
    for (const ladder of ladders) {
      const key = nextKey(ladder);
      if (key !== undefined) keys.set(`${key.field}\0${key.text}\0${key.value}`, key);
    }
    return [...keys.values()];
  };
  const ask = async (keys: readonly MatchKey[]) => {
    // What the top of the list looked like before the first look-up: later customers are looked for
    // from there.
    if (mayCreate && keys.some(({ field }) => field !== 'id')) await fullRead.open();
    if (fullRead.complete()) return;
    if (mode === 'sweep') await everything();
    else if (auto === undefined || (await auto(keys)) === 'look_up') await lookUp.ask(keys);
  };
  const prepare = async (ladders: readonly Ladder[], first: readonly MatchKey[]) => {
    for (let keys = first; keys.length > 0; keys = waiting(ladders)) await ask(keys);
  };
  return {
    prepare(ladders) {
      const keys = waiting(ladders);
      return keys.length === 0 ? undefined : prepare(ladders, keys);
    },
    async prove(ladder) {
      if (fullRead.complete()) return true;
      const keys = ladder.filter((key) => key !== undefined);
      if (mode === 'sweep') await everything();
      else if (keys.some(needsSweep)) {
        if (mode === 'on_demand') return false;
        note('Only a read of all customers can show that a key is new: Search may lag behind');
        await everything();
      } else await prepareAll(keys);
      return true;
    },
  };

  async function prepareAll(keys: readonly MatchKey[]): Promise<void> {
    const unknown = keys.filter((key) => !lookUp.known(key));
    if (unknown.length > 0) await ask(unknown);
  }
}

/**
 * "Don't use search in read-after-write flows": what only Search can find, it can't prove absent.
 */
function needsSweep({ field }: MatchKey): boolean {
  return field !== 'id' && field !== 'email';
}

/** Decides for each batch of keys; one decision at a time. */
function chooser(parts: FinderParts): (keys: readonly MatchKey[]) => Promise<'look_up' | 'swept'> {
  const { reads, lookUp, fullRead, sweep, census, note } = parts;
  let spent = 0;
  let last: Promise<unknown> = Promise.resolve();
  const figures = (waiting: number) => ({
    spent,
    waiting,
    pagesMin: pagesMin(parts),
    pages: census.total === undefined ? undefined : sweepPages(census.total),
    swept: sweep.reads,
    counted: census.reads,
    countable: census.open,
  });
  const told = new Set<string>();
  const tell = (kind: 'look_up' | 'sweep', waiting: number) => {
    if (told.has(kind)) return;
    told.add(kind);
    note(decision(kind, spent + waiting, figures(0).pages, pagesMin(parts)));
  };
  const settle = async (keys: readonly MatchKey[]): Promise<'look_up' | 'swept'> => {
    const cost = lookUp.cost(keys);
    while (!fullRead.complete()) {
      const choice = choose(figures(cost));
      switch (choice.kind) {
        case 'look_up':
          tell('look_up', cost);
          spent += cost;
          return 'look_up';
        case 'open':
          await fullRead.open();
          break;
        case 'count':
          await census.step(sweep.newest);
          if (census.total !== undefined) sweep.expectedPages = sweepPages(census.total);
          break;
        case 'sweep':
          if (pagesMin(parts) - sweep.reads > reads.left()) {
            // The sweep would be broken off; what waits may still be read one by one.
            if (cost > reads.left()) reads.refuse();
            spent += cost;
            return 'look_up';
          }
          tell('sweep', cost);
          await fullRead.upTo(choice.upTo);
          break;
      }
    }
    return 'swept';
  };
  return (keys) => {
    const mine = last.then(() => settle(keys));
    last = mine.catch(() => {});
    return mine;
  };
}

/** Pages that a whole sweep has at least. */
function pagesMin({ sweep, census }: FinderParts): number {
  return Math.max(sweep.reads + (sweep.reads > 0 ? 1 : 0), sweepPages(census.atLeast));
}

function decision(
  kind: 'look_up' | 'sweep',
  single: number,
  pages: number | undefined,
  atLeast: number,
): string {
  const known = Number.isFinite(single);
  const rent = known ? `about ${Math.ceil(single)} single reads` : 'what no single read can find';
  const price = pages === undefined ? `at least ${atLeast}` : `about ${pages}`;
  return kind === 'look_up'
    ? `Looking customers up one by one: ${rent}; reading all would take ${price} pages`
    : `Reading all customers: ${price} pages; the keys that wait would take ${rent}`;
}
