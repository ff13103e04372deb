import type { Lanes } from '../../lib/hash.ts';
import { normaliseKey } from '../../lib/normalise-key.ts';
import type { Customer } from '../../model/customer.ts';
import type { DraftFields } from '../../model/draft.ts';
import type { Ladder, MatchKey } from '../../model/match.ts';
import type { DirectorySlot, Random } from '../../model/ports.ts';
import { openBodyStore } from './body-store.ts';
import {
  createHasher,
  customerFields,
  draftFields,
  type FingerPrint,
  type Hasher,
} from './fingerprint.ts';
import { IdTable } from './id-table.ts';
import { grown, KeyTable, roomFor } from './key-table.ts';

/** What is known of the customers: hashes in memory, bodies on disk. */
export interface CustomerIndex {
  /** The ref of this id, a new one where it has none. */
  ref(id: string): number;
  put(customer: Customer): void;
  byId(id: string): Customer | undefined;
  forget(id: string): void;
  /** Oldest first. */
  find(key: MatchKey): readonly Customer[];
  /** Whether somebody may hold this key; no body is read. */
  holds(key: MatchKey): boolean;
  probe(slot: number, ladder: Ladder, fields: DraftFields): number | undefined;
  /** Living customers. */
  count(): number;
  /** Of the tables in memory. */
  bytes(): number;
  close(): void;
}

interface SlotPrints {
  readonly ofCustomer: FingerPrint;
  readonly ofDraft: FingerPrint;
  a: Int32Array;
  b: Int32Array;
}

/** An empty index for these slots; bodies lie in one file under `directory`. */
export function openCustomerIndex(
  slots: readonly DirectorySlot[],
  random: Random,
  directory: string,
): CustomerIndex {
  const bodies = openBodyStore(directory);
  const hasher = createHasher(random);
  const ids = new IdTable();
  const tables = new Map(slots.flatMap((slot) => slot.rungs.map((rung) => [rung, new KeyTable()])));
  const prints = slots.map((slot) => printsOf(slot, hasher));
  const lanes: Lanes = { a: 0, b: 0 };
  let living = 0;
  let seen = 0;
  const refOf = (id: string) => ids.find(id, (row) => bodies.get(row)?.id === id);
  return {
    ref: (id) => {
      const ref = refOf(id);
      return ref >= 0 ? ref : ids.add(id);
    },
    put(customer) {
      if (customer.ref >= seen || bodies.get(customer.ref) === undefined) living += 1;
      seen = Math.max(seen, customer.ref + 1);
      bodies.put(customer);
      for (const [field, table] of tables) {
        const key = keyOf(customer, field);
        if (key === '') table.unset(customer.ref);
        else {
          hasher.key(key, lanes);
          table.set(customer.ref, lanes);
        }
      }
      for (const slot of prints) setPrint(slot, customer, lanes);
    },
    byId: (id) => bodies.get(refOf(id)),
    forget(id) {
      const ref = refOf(id);
      if (ref < 0) return;
      living -= 1;
      for (const table of tables.values()) table.unset(ref);
      bodies.remove(ref);
    },
    find(key) {
      const table = tables.get(key.field);
      if (table === undefined) return [];
      hasher.key(key.value, lanes);
      const found: Customer[] = [];
      for (let row = table.first(lanes); row >= 0; row = table.after(row)) {
        const customer = bodies.get(row);
        if (customer && keyOf(customer, key.field) === key.value) found.push(customer);
      }
      return found.length > 1 ? found.sort(byAge) : found;
    },
    holds(key) {
      hasher.key(key.value, lanes);
      return (tables.get(key.field)?.first(lanes) ?? -1) >= 0;
    },
    probe: probeOf(slots, tables, prints, hasher),
    count: () => living,
    bytes: () =>
      [...tables.values(), ids].reduce((sum, { bytes }) => sum + bytes, 0) +
      prints.reduce((sum, { a, b }) => sum + a.byteLength + b.byteLength, 0),
    close: bodies.close,
  };
}

/** Equal key and equal fingerprint, and nobody else with that key: nothing is allocated or read. */
function probeOf(
  slots: readonly DirectorySlot[],
  tables: ReadonlyMap<string, KeyTable>,
  prints: readonly SlotPrints[],
  hasher: Hasher,
): CustomerIndex['probe'] {
  const lanes: Lanes = { a: 0, b: 0 };
  const rungs = slots.map((slot) => slot.rungs.map((rung) => tables.get(rung)));
  return (slotAt, ladder, fields) => {
    const slot = prints[slotAt];
    const tablesHere = rungs[slotAt];
    if (slot === undefined || tablesHere === undefined) return undefined;
    for (let rung = 0; rung < ladder.length; rung += 1) {
      const key = ladder[rung];
      if (key === undefined) continue;
      const table = tablesHere[rung];
      if (table === undefined) return undefined;
      hasher.key(key.value, lanes);
      const row = table.first(lanes);
      if (row < 0 || table.after(row) >= 0) return undefined;
      slot.ofDraft(fields, lanes);
      return slot.a[row] === lanes.a && slot.b[row] === lanes.b ? row : undefined;
    }
    return undefined;
  };
}

function printsOf(slot: DirectorySlot, hasher: Hasher): SlotPrints {
  return {
    ofCustomer: hasher.print(customerFields(slot)),
    ofDraft: hasher.print(draftFields(slot)),
    a: new Int32Array(1024),
    b: new Int32Array(1024),
  };
}

function setPrint(slot: SlotPrints, customer: Customer, lanes: Lanes): void {
  const { ref } = customer;
  if (ref >= slot.a.length) {
    slot.a = grown(slot.a, roomFor(ref + 1));
    slot.b = grown(slot.b, roomFor(ref + 1));
  }
  slot.ofCustomer(customer.fields, lanes);
  slot.a[ref] = lanes.a;
  slot.b[ref] = lanes.b;
}

function keyOf(customer: Customer, field: string): string {
  if (field === 'id') return customer.id;
  const value = customer.fields[field];
  return typeof value === 'string' ? normaliseKey(field, value) : '';
}

function byAge(left: Customer, right: Customer): number {
  return left.created - right.created || (left.id < right.id ? -1 : 1);
}
