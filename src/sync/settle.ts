import type { Outcome } from '../model/outcome.ts';
import { decide, type SettleDeps } from './decide.ts';
import type { Entry, Part } from './entry.ts';
import { work } from './work.ts';

/**
 * What becomes of one record in one pipeline. `decide` is the hot path: it answers at once when
 * there is nothing to write; `work` does the rest, with everything that may go wrong on the way.
 */
export interface Settler {
  decide(entry: Entry, part: Part): Outcome | undefined;
  work(entry: Entry, part: Part): Promise<Outcome>;
}

export function createSettler(deps: SettleDeps): Settler {
  return {
    decide: (entry, part) => decide(deps, entry, part),
    work: (entry, part) => work(deps, entry, part),
  };
}
