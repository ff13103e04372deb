import { renderCustomer } from './customer-render.ts';
import { object } from './customer-write.ts';
import { fieldsOf, type Row } from './customers.ts';
import type { Settings } from './options.ts';
import { type createPartitions, erase, type Partition, store } from './partition.ts';
import type { Json, JsonObject, SeedCustomer } from './types.ts';

interface Inside {
  readonly partitions: ReturnType<typeof createPartitions>;
  readonly now: () => number;
  readonly settings: () => Settings;
}

/** Whose customers: the sandbox's own account in test mode unless said otherwise. */
export interface Place {
  readonly account?: string;
  readonly livemode?: boolean;
}

/** Doors for tests: what is there, put there, changed behind one's back; no request, no log. */
export function createStateAccess({ partitions, now, settings }: Inside) {
  const partition = ({ account, livemode = false }: Place = {}): Partition =>
    partitions.get(account ?? ownAccount(settings()), livemode);
  const nowSeconds = () => Math.floor(now() / 1000);

  function row(id: string, place?: Place): Row {
    const found = partition(place).customers.get(id);
    if (!found) throw new Error(`the sandbox has no customer ${id}`);
    return found;
  }

  return {
    partition,
    /** Puts customers there at once, searchable. */
    seed(customers: readonly SeedCustomer[], place?: Place): void {
      partition(place).customers.seed(
        customers.length,
        (index) => customers[index] as SeedCustomer,
        nowSeconds(),
      );
    },
    /** Puts `count` customers there that cost little memory: `make` is asked again when needed. */
    seedMany(count: number, make: (index: number) => SeedCustomer, place?: Place): void {
      partition(place).customers.seed(count, make, nowSeconds());
    },
    /** Merges fields into a customer as another system would; null removes one. */
    tamper(id: string, fields: { readonly [field: string]: Json }, place?: Place): void {
      const there = row(id, place);
      const merged: { [field: string]: Json } = { ...fieldsOf(there) };
      for (const [name, value] of Object.entries(fields)) {
        if (value === null) delete merged[name];
        else if (name === 'metadata') merged[name] = mergedMetadata(merged[name], value);
        else merged[name] = value;
      }
      store(partition(place), there, merged, now() + settings().search.lagMs);
    },
    remove(id: string, place?: Place): void {
      const { lagMs, showsDeleted } = settings().search;
      erase(partition(place), row(id, place), showsDeleted ? null : now() + lagMs);
    },
    /** All customers that are not deleted, oldest first, as Stripe would send them. */
    *customers(place?: Place): Generator<JsonObject> {
      const { customers, livemode } = partition(place);
      const rendering = { livemode, expand: [], taxIds: () => [] };
      for (const there of customers.rows)
        if (!there.deleted) yield renderCustomer(there, rendering);
    },
    count: (place?: Place): number => partition(place).customers.liveCount,
    places: (): readonly Required<Place>[] =>
      partitions.all().map(({ account, livemode }) => ({ account, livemode })),
  };
}

function ownAccount({ keys }: Settings): string {
  return Object.values(keys)[0]?.account ?? 'acct_1Sandbox';
}

function mergedMetadata(before: Json | undefined, change: Json): Json {
  const merged: { [key: string]: Json } = { ...object(before) };
  for (const [key, value] of Object.entries(object(change))) {
    if (value === null) delete merged[key];
    else merged[key] = value;
  }
  return merged;
}
