import type { LookupMode } from '../../model/config.ts';
import type { Customer } from '../../model/customer.ts';
import type { DraftFields, FieldValue } from '../../model/draft.ts';
import { metadataKey } from '../../model/field-table.ts';
import type { Ladder, MatchKey } from '../../model/match.ts';
import type {
  Clock,
  Customers,
  Directory,
  DirectoryListener,
  DirectorySlot,
  Random,
} from '../../model/ports.ts';
import { Census } from './census.ts';
import { openCustomerIndex } from './customer-index.ts';
import { createFinder } from './finder.ts';
import { createFullRead } from './full-read.ts';
import { createIntake } from './intake.ts';
import { createLookUp } from './look-up.ts';
import { createNewest } from './newest.ts';
import { pageReader } from './read-page.ts';
import { meterReads } from './reads.ts';
import { createSearcher } from './searcher.ts';
import { Sweep } from './sweep.ts';

export interface DirectoryOptions {
  /** Paced and retried; calls may run side by side. */
  readonly customers: Pick<Customers, 'list' | 'retrieve' | 'search'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly slots: readonly DirectorySlot[];
  readonly lookup: LookupMode;
  readonly maxReads?: number;
  readonly listener: DirectoryListener;
  /** Permitted list pages per second. */
  readonly listPerSecond: number;
  /** Some pipeline creates. */
  readonly mayCreate: boolean;
  /** Bodies of customers lie there, in one file that is gone with the process. */
  readonly temporaryDirectory: string;
}

const PLANNED = 'planned_';

/**
 * Finds customers with the fewest reads that never miss one. Throws `safety_limit_reached` before
 * `maxReads` is passed.
 */
export function openDirectory(options: DirectoryOptions): Directory {
  const { clock, random, slots, mayCreate } = options;
  const { note } = options.listener;
  const index = openCustomerIndex(slots, random, options.temporaryDirectory);
  const intake = createIntake(index, clock, slots);
  const reads = meterReads(options.customers, options.maxReads);
  const readPage = pageReader(reads, intake);
  const searcher = createSearcher(reads, note);
  const lookUp = createLookUp({ reads, intake, index, searcher, random });
  const sweep = new Sweep({ readPage, clock, listPerSecond: options.listPerSecond, note });
  const newest = createNewest(readPage, clock);
  const fullRead = createFullRead(sweep, newest, () =>
    note(`All ${index.count()} customers are known, by ${sweep.reads} pages`),
  );
  const census = new Census(searcher);
  const mode = options.lookup;
  const parts = { mode, reads, index, lookUp, fullRead, sweep, census, mayCreate, note };
  const finder = createFinder(parts);
  // An id that a sweep has not seen may be a customer made since.
  const lost = (ladder: Ladder) =>
    fullRead.complete() && ladder.some((key) => key?.field === 'id' && !index.holds(key));
  let planned = 0;
  return {
    prepare: (_slot, ladders) =>
      finder.prepare(ladders) ??
      (newest.stale() && ladders.some(lost) ? newest.fresh() : undefined),
    probe: index.probe,
    find: index.find,
    async proveAbsence(_slot, ladder) {
      if (!(await finder.prove(ladder))) return false;
      await newest.fresh();
      return true;
    },
    async lookAgain(_slot, ladder) {
      const keys = ladder.filter((key): key is MatchKey => key !== undefined);
      await Promise.all([newest.look(), lookUp.askAgain(keys)]);
    },
    async retrieve(id) {
      if (!id.startsWith(PLANNED)) await lookUp.retrieve(id);
      return index.byId(id);
    },
    learn: intake.learn,
    pretend(fields, base) {
      if (base === undefined) planned += 1;
      const id = base?.id ?? `${PLANNED}${planned}`;
      const customer = pretended(fields, base, id, index.ref(id), clock.now());
      intake.put(customer);
      return customer;
    },
    forget: intake.forget,
    reads: reads.counts,
    close: index.close,
  };
}

/** The customer as it would be, had the fields been written. */
function pretended(
  drafted: DraftFields,
  base: Customer | undefined,
  id: string,
  ref: number,
  nowMs: number,
): Customer {
  const fields: { [field: string]: FieldValue } = { ...base?.fields };
  let metadataCount = base?.metadataCount ?? 0;
  for (const [field, value] of Object.entries(drafted)) {
    const had = Object.hasOwn(fields, field);
    const has = value !== null && value !== '';
    if (has) fields[field] = value;
    else delete fields[field];
    if (metadataKey(field) !== undefined) metadataCount += Number(has) - Number(had);
  }
  const created = base?.created ?? Math.floor(nowMs / 1000);
  return { id, ref, created, fields, metadataCount, fetchedAtMs: nowMs };
}
