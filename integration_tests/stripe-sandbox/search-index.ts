import { object } from './customer-write.ts';
import { type Customers, type Fields, indexedOf, type Row } from './customers.ts';
import type { Clause, Operator, SearchQuery } from './search-query.ts';
import type { Json } from './types.ts';

interface Pending {
  readonly dueMs: number;
  readonly row: Row;
  readonly fields: Fields | null;
}

/** Words → customers, one table per field, each built when that field is first searched for. */
type WordTable = Map<string, Row | Row[]>;

/** What search knows: later than the truth by the lag. */
export class SearchIndex {
  readonly #customers: Customers;
  readonly #pending: Pending[] = [];
  #pendingFrom = 0;
  readonly #tables = new Map<string, WordTable>();

  constructor(customers: Customers) {
    this.#customers = customers;
  }

  /** Shows a write from `dueMs` on; null takes the customer out. */
  schedule(row: Row, fields: Fields | null, dueMs: number): void {
    let at = this.#pending.length;
    while (at > this.#pendingFrom && (this.#pending[at - 1] as Pending).dueMs > dueMs) at -= 1;
    this.#pending.splice(at, 0, { dueMs, row, fields });
  }

  /** Every customer that the query finds at that moment, newest first. */
  find(query: SearchQuery, nowMs: number): readonly Row[] {
    this.#catchUp(nowMs);
    const candidates = this.#candidates(query);
    const found = [...candidates].filter((row) => {
      const fields = indexedOf(row);
      if (fields === null || row.clock !== undefined) return false;
      const holds = (clause: Clause) => clauseHolds(clause, row, fields);
      return query.any ? query.clauses.some(holds) : query.clauses.every(holds);
    });
    return found.sort((a, b) => b.created - a.created || b.seq - a.seq);
  }

  #catchUp(nowMs: number): void {
    for (; this.#pendingFrom < this.#pending.length; this.#pendingFrom += 1) {
      const { dueMs, row, fields } = this.#pending[this.#pendingFrom] as Pending;
      if (dueMs > nowMs) break;
      row.indexed = fields;
      for (const [field, table] of this.#tables) addWords(table, row, field);
    }
    if (this.#pendingFrom > 1024 && this.#pendingFrom * 2 > this.#pending.length) {
      this.#pending.splice(0, this.#pendingFrom);
      this.#pendingFrom = 0;
    }
  }

  #candidates({ clauses, any }: SearchQuery): Iterable<Row> {
    const narrow = clauses.filter(isNarrow);
    if (any && narrow.length === clauses.length) {
      return new Set(clauses.flatMap((clause) => [...this.#lookUp(clause)]));
    }
    if (any || narrow.length === 0) return this.#customers.rows;
    return narrow
      .map((clause) => this.#lookUp(clause))
      .reduce((least, rows) => (rows.length < least.length ? rows : least));
  }

  /** The customers that have the rarest word of a clause. */
  #lookUp({ field, value }: Clause): readonly Row[] {
    let table = this.#tables.get(field);
    if (!table) {
      table = new Map();
      this.#tables.set(field, table);
      for (const row of this.#customers.rows) addWords(table, row, field);
    }
    let least: readonly Row[] | undefined;
    for (const word of wordsOf(String(value))) {
      const rows = table.get(word) ?? [];
      const those = Array.isArray(rows) ? rows : [rows];
      if (!least || those.length < least.length) least = those;
    }
    return least ?? [];
  }
}

function isNarrow({ negated, operator, value, field }: Clause): boolean {
  return (
    !negated &&
    operator === ':' &&
    field !== 'created' &&
    value !== null &&
    wordsOf(String(value)).length > 0
  );
}

function addWords(table: WordTable, row: Row, field: string): void {
  const fields = indexedOf(row);
  const value = fields && valueIn(fields, field);
  if (typeof value !== 'string') return;
  for (const word of new Set(wordsOf(value))) {
    const rows = table.get(word);
    if (rows === undefined) table.set(word, row);
    else if (!Array.isArray(rows)) {
      if (rows !== row) table.set(word, [rows, row]);
    } else if (rows.at(-1) !== row && !(rows.length < 64 && rows.includes(row))) rows.push(row);
  }
}

function clauseHolds(clause: Clause, row: Row, fields: Fields): boolean {
  return clauseMatches(clause, row, fields) !== clause.negated;
}

function clauseMatches({ field, operator, value }: Clause, row: Row, fields: Fields): boolean {
  if (field === 'created') return COMPARE[operator](row.created, Number(value));
  const own = valueIn(fields, field);
  if (value === null) return own === undefined || own === null;
  if (typeof own !== 'string') return false;
  if (operator === '~') return own.toLowerCase().includes(String(value).toLowerCase());
  return containsWords(own, String(value));
}

const COMPARE: {
  readonly [O in Operator]: (own: number, value: number) => boolean;
} = {
  '~': () => false,
  ':': (own, value) => own === value,
  '>': (own, value) => own > value,
  '>=': (own, value) => own >= value,
  '<': (own, value) => own < value,
  '<=': (own, value) => own <= value,
};

/** "Exact" in Stripe's sense: contains all the words in the same order. */
function containsWords(own: string, value: string): boolean {
  const sought = wordsOf(value);
  if (sought.length === 0) return own.toLowerCase() === value.toLowerCase();
  return ` ${wordsOf(own).join(' ')} `.includes(` ${sought.join(' ')} `);
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function valueIn(fields: Fields, field: string): Json | undefined {
  if (!field.startsWith('metadata.')) return fields[field];
  const metadata = object(fields['metadata']);
  const key = field.slice('metadata.'.length);
  return Object.hasOwn(metadata, key) ? metadata[key] : undefined;
}
