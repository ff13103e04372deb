import { makeId } from './random.ts';
import type { Json, JsonObject, SeedCustomer } from './types.ts';

/** A customer's fields that have a value, by Stripe's names; never changed in place. */
export type Fields = JsonObject;

/** One customer, kept small: a million of them must fit. */
export interface Row {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  /** Order of arrival: the place in `bySeq`, and the tie-break within one second. */
  readonly seq: number;
  /** Absent while the seed can still be asked for them. */
  fields: Fields | undefined;
  readonly source: ((index: number) => SeedCustomer) | undefined;
  readonly sourceIndex: number;
  readonly clock: string | undefined;
  deleted: boolean;
  /** What search shows; absent: what the seed says; null: nothing yet. */
  indexed: Fields | null | undefined;
}

/** All customers of one account and mode: by id, by creation and by e-mail. */
export class Customers {
  /** Ascending by (created, seq); deleted ones stay in place, so that cursors keep theirs. */
  readonly rows: Row[] = [];
  readonly bySeq: Row[] = [];
  readonly #byId = new Map<string, Row>();
  /** Built when the first list by e-mail comes; may hold rows whose e-mail has changed since. */
  #byEmail: Map<string, Row | Row[]> | undefined;
  readonly #seed: number;
  #deletedCount = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  get liveCount(): number {
    return this.rows.length - this.#deletedCount;
  }

  get(id: string): Row | undefined {
    return this.#byId.get(id);
  }

  newId(): string {
    return makeId('cus', this.bySeq.length, this.#seed);
  }

  /** Adds a customer; its fields are complete and searchable as `indexed` says. */
  insert(given: { id: string; created: number; fields: Fields; indexed?: null }): Row {
    const clock = given.fields['test_clock'];
    const row: Row = {
      id: given.id,
      created: given.created,
      seq: this.bySeq.length,
      fields: given.fields,
      source: undefined,
      sourceIndex: 0,
      clock: typeof clock === 'string' ? clock : undefined,
      deleted: false,
      indexed: given.indexed === null ? null : given.fields,
    };
    this.#add(row);
    const place = firstAtOrAfter(this.rows, row.created + 1, 0);
    if (place === this.rows.length) this.rows.push(row);
    else this.rows.splice(place, 0, row);
    return row;
  }

  /** Adds `count` customers whose fields are asked for again whenever they are needed. */
  seed(count: number, make: (index: number) => SeedCustomer, nowSeconds: number): void {
    for (let index = 0; index < count; index += 1) {
      const { id, created, test_clock: clock } = make(index);
      const row: Row = {
        id: id ?? this.newId(),
        created: created ?? nowSeconds,
        seq: this.bySeq.length,
        fields: undefined,
        source: make,
        sourceIndex: index,
        clock: typeof clock === 'string' ? clock : undefined,
        deleted: false,
        indexed: undefined,
      };
      this.#add(row);
      this.rows.push(row);
    }
    this.rows.sort(byCreation);
  }

  setFields(row: Row, fields: Fields): void {
    row.fields = fields;
    this.#noteEmail(row, fields['email']);
  }

  remove(row: Row): void {
    row.deleted = true;
    row.fields = {};
    this.#deletedCount += 1;
  }

  /** Rows that have, or once had, exactly this e-mail; in the order of `rows`. */
  withEmail(email: string): readonly Row[] {
    if (!this.#byEmail) {
      this.#byEmail = new Map();
      for (const row of this.rows) if (!row.deleted) this.#noteEmail(row, fieldsOf(row)['email']);
    }
    const found = this.#byEmail.get(email);
    if (found === undefined) return [];
    if (!Array.isArray(found)) return [found];
    return found.sort(byCreation);
  }

  #noteEmail(row: Row, email: Json | undefined): void {
    if (!this.#byEmail || typeof email !== 'string') return;
    const found = this.#byEmail.get(email);
    if (found === undefined) this.#byEmail.set(email, row);
    else if (!Array.isArray(found)) {
      if (found !== row) this.#byEmail.set(email, [found, row]);
    } else if (!found.includes(row)) found.push(row);
  }

  #add(row: Row): void {
    if (this.#byId.has(row.id)) throw new Error(`customer ${row.id} is there twice`);
    this.#byId.set(row.id, row);
    this.bySeq.push(row);
    if (this.#byEmail) this.#noteEmail(row, fieldsOf(row)['email']);
  }
}

/** The fields of a customer, from the seed where nobody has written it yet. */
export function fieldsOf(row: Row): Fields {
  return row.fields ?? seedFields(row);
}

/** What search has of a customer: its fields as they were when last indexed, or nothing. */
export function indexedOf(row: Row): Fields | null {
  return row.indexed === undefined ? fieldsOf(row) : row.indexed;
}

/** The first place in ascending rows whose (created, seq) is not below the given one. */
export function firstAtOrAfter(rows: readonly Row[], created: number, seq: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle] as Row;
    if (row.created < created || (row.created === created && row.seq < seq)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byCreation(a: Row, b: Row): number {
  return a.created - b.created || a.seq - b.seq;
}

function seedFields(row: Row): Fields {
  const { id: _id, created: _created, ...fields } = row.source?.(row.sourceIndex) ?? {};
  return fields as Fields;
}
