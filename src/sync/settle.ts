import type { Outcome } from '../model/outcome.ts';
import { decide, type SettleDeps } from './decide.ts';
import type { Part } from './entry.ts';
import { work } from './work.ts';

/**
 * What becomes of one record in one pipeline. `decide` is the hot path: it answers at once when
 * there is nothing to write; `work` does the rest, with everything that may go wrong on the way.
 */
export interface Settler {
  decide(part: Part, waits: boolean): Outcome | undefined;
  work(part: Part): Promise<Outcome>;
}

export function createSettler(deps: SettleDeps): Settler {
  return {
    decide: (part, waits) => decide(deps, part, waits),
    work: (part) => work(deps, part),
  };
}
