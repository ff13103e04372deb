import { Customers, type Fields, fieldsOf, type Row } from './customers.ts';
import { Idempotency } from './idempotency.ts';
import { Limiter } from './limiter.ts';
import { SearchIndex } from './search-index.ts';

export interface TaxId {
  readonly id: string;
  readonly type: string;
  readonly value: string;
  readonly created: number;
  readonly createdMs: number;
}

/** All that one account has in one mode. */
export interface Partition {
  readonly account: string;
  readonly livemode: boolean;
  readonly customers: Customers;
  readonly search: SearchIndex;
  readonly idempotency: Idempotency;
  readonly limiter: Limiter;
  /** Customers that a write holds. */
  readonly locked: Set<string>;
  readonly taxIds: Map<string, TaxId[]>;
  /** Explicit prefixes, deleted customers' included. */
  readonly invoicePrefixes: Map<string, string>;
}

/** The partitions of all accounts; made when first asked for. */
export function createPartitions(seed: number) {
  const all = new Map<string, Partition>();
  const get = (account: string, livemode: boolean): Partition => {
    const name = `${account}:${livemode ? 'live' : 'test'}`;
    const found = all.get(name);
    if (found) return found;
    const made = newPartition(account, livemode, seed);
    all.set(name, made);
    return made;
  };
  return { get, all: () => [...all.values()] };
}

/** Replaces a customer's fields; search sees it after the lag. */
export function store(partition: Partition, row: Row, fields: Fields, dueMs: number): void {
  freezeIndexed(row);
  partition.customers.setFields(row, fields);
  partition.search.schedule(row, fields, dueMs);
}

/** Removes a customer; `dueMs` null: search goes on showing it. */
export function erase(partition: Partition, row: Row, dueMs: number | null): void {
  freezeIndexed(row);
  partition.customers.remove(row);
  if (dueMs !== null) partition.search.schedule(row, null, dueMs);
}

/** Search keeps what it has until the write reaches it. */
function freezeIndexed(row: Row): void {
  if (row.indexed === undefined) row.indexed = fieldsOf(row);
}

function newPartition(account: string, livemode: boolean, seed: number): Partition {
  const customers = new Customers(seed + (livemode ? 1 : 0));
  return {
    account,
    livemode,
    customers,
    search: new SearchIndex(customers),
    idempotency: new Idempotency(),
    limiter: new Limiter(),
    locked: new Set(),
    taxIds: new Map(),
    invoicePrefixes: new Map(),
  };
}
