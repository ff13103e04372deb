import type { RawCustomer } from '../../model/customer.ts';
import { StripeFailure } from '../../model/failure.ts';
import type { Clock, ListQuery, Page, Reply, SearchQuery } from '../../model/ports.ts';
import type { Reading } from './reads.ts';

export interface FakeCustomer {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  readonly email?: string;
  readonly name?: string;
  readonly phone?: string;
  readonly description?: string;
  readonly metadata?: { readonly [key: string]: string };
}

export interface FakeOptions {
  /** Oldest first. */
  readonly customers?: readonly FakeCustomer[];
  readonly clock?: Clock;
  /** Waits before it answers; 0 answers at once. */
  readonly latencyMs?: () => number;
  /** Starts no more reads than this in a second. */
  readonly perSecond?: number;
  /** Reproduces the loss of the rest of a second under `created` bounds. */
  readonly trap?: boolean;
  readonly search?: 'live' | 'refused' | 'forgets' | { readonly lagMs: number };
  /** Called before each read: the place to change customers meanwhile. */
  readonly onRead?: (reads: number) => void;
}

/** Stripe's customers in memory, for tests: lists, cursors, Search with its faults. */
export class FakeCustomers implements Reading {
  readonly counts = { list: 0, retrieve: 0, search: 0 };
  readonly wasted = { rows: 0 };
  readonly #rows: FakeCustomer[];
  readonly #byId: Map<string, FakeCustomer>;
  readonly #byEmail = new Map<string, Set<string>>();
  readonly #options: FakeOptions;
  readonly #insertedMs = new Map<string, number>();
  #freeAtMs = 0;

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    this.#rows = [...(options.customers ?? [])].sort((a, b) => a.created - b.created);
    this.#byId = new Map(this.#rows.map((row) => [row.id, row]));
    for (const row of this.#rows) this.#noteEmail(row);
  }

  get total(): number {
    return this.counts.list + this.counts.retrieve + this.counts.search;
  }

  alive(): IterableIterator<FakeCustomer> {
    return this.#byId.values();
  }

  insert(customer: FakeCustomer): void {
    let at = this.#rows.length;
    while (at > 0 && (this.#rows[at - 1] as FakeCustomer).created > customer.created) at -= 1;
    this.#rows.splice(at, 0, customer);
    this.#byId.set(customer.id, customer);
    this.#noteEmail(customer);
    this.#insertedMs.set(customer.id, this.#now());
  }

  change(id: string, change: Partial<FakeCustomer>): void {
    const row = this.#byId.get(id);
    if (row === undefined) return;
    const changed = { ...row, ...change };
    this.#rows[this.#rows.indexOf(row)] = changed;
    this.#byId.set(id, changed);
    this.#noteEmail(changed);
  }

  remove(id: string): void {
    this.#byId.delete(id);
  }

  async list(query: ListQuery): Promise<Reply<Page>> {
    this.counts.list += 1;
    await this.#arrive();
    return reply(query.email === undefined ? this.#window(query) : this.#emailed(query));
  }

  async retrieve(id: string): Promise<Reply<RawCustomer>> {
    this.counts.retrieve += 1;
    await this.#arrive();
    const row = this.#byId.get(id);
    if (row !== undefined) return reply(rawOf(row));
    if (this.#rows.some((known) => known.id === id)) return reply({ id, deleted: true });
    throw refusal(404, 'resource_missing');
  }

  async search(query: SearchQuery): Promise<Reply<Page>> {
    this.counts.search += 1;
    await this.#arrive();
    const { search = 'live' } = this.#options;
    if (search === 'refused') throw refusal(400, 'parameter_invalid');
    if (search === 'forgets') return reply({ data: [], hasMore: false, totalCount: 0 });
    const clauses = parseQuery(query.query);
    const lagMs = typeof search === 'object' ? search.lagMs : 0;
    const shown = (row: FakeCustomer) =>
      this.#now() >= (this.#insertedMs.get(row.id) ?? Number.NEGATIVE_INFINITY) + lagMs;
    const range = clauses.every(({ field }) => field === 'created');
    const found: FakeCustomer[] = [];
    for (const row of this.#candidates(clauses)) {
      if (!this.#byId.has(row.id) || !shown(row)) continue;
      const hits = range
        ? clauses.every((clause) => hit(clause, row))
        : clauses.some((clause) => hit(clause, row));
      if (hits) found.push(row);
      if (found.length >= 10_000) break;
    }
    const start = Number(query.page ?? 0);
    const end = start + query.limit;
    return reply({
      data: found.slice(start, end).map(rawOf),
      hasMore: end < found.length,
      ...(end < found.length ? { nextPage: String(end) } : {}),
      ...(query.totalCount ? { totalCount: found.length } : {}),
    });
  }

  async #arrive(): Promise<void> {
    this.#options.onRead?.(this.total);
    const { clock, latencyMs, perSecond } = this.#options;
    if (clock === undefined) return;
    if (perSecond !== undefined) {
      const startMs = Math.max(clock.now(), this.#freeAtMs);
      this.#freeAtMs = startMs + 1000 / perSecond;
      if (startMs > clock.now()) await clock.sleep(startMs - clock.now());
    }
    const waitMs = latencyMs?.() ?? 0;
    if (waitMs > 0) await clock.sleep(waitMs);
  }

  #window(query: ListQuery): Page {
    const { created = {}, startingAfter, limit } = query;
    const high = Math.min(created.lte ?? Infinity, (created.lt ?? Infinity) - 1);
    const low = Math.max(created.gte ?? 0, (created.gt ?? -1) + 1);
    let at = this.#firstAbove(high) - 1;
    if (startingAfter !== undefined) {
      const cursor = this.#byId.get(startingAfter);
      if (cursor === undefined) throw refusal(400, 'resource_missing');
      if (this.#options.trap && Number.isFinite(high) && cursor.created >= low) {
        return { data: [], hasMore: false };
      }
      at = this.#firstAbove(cursor.created) - 1;
      while (this.#rows[at] !== cursor) at -= 1;
      at -= 1;
    }
    const data: RawCustomer[] = [];
    for (; at >= 0; at -= 1) {
      const row = this.#rows[at] as FakeCustomer;
      if (row.created < low) break;
      if (this.#byId.get(row.id) !== row) continue;
      if (data.length === limit) return { data, hasMore: true };
      data.push(rawOf(row));
    }
    return { data, hasMore: false };
  }

  #firstAbove(created: number): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] as FakeCustomer).created > created) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #emailed({ email = '', limit }: ListQuery): Page {
    const ids = [...(this.#byEmail.get(email.toLowerCase()) ?? [])];
    const rows = ids.map((id) => this.#byId.get(id)).filter((row) => row?.email === email);
    return { data: rows.slice(0, limit).map((row) => rawOf(row as FakeCustomer)), hasMore: false };
  }

  #candidates(clauses: readonly Clause[]): Iterable<FakeCustomer> {
    if (!clauses.every(({ field }) => field === 'email')) return this.#rows;
    const ids = clauses.flatMap(({ value }) => [...(this.#byEmail.get(value.toLowerCase()) ?? [])]);
    return new Set(ids.flatMap((id) => this.#byId.get(id) ?? []));
  }

  #noteEmail({ id, email }: FakeCustomer): void {
    if (email === undefined) return;
    const folded = email.toLowerCase();
    const ids = this.#byEmail.get(folded) ?? new Set();
    this.#byEmail.set(folded, ids.add(id));
  }

  #now(): number {
    return this.#options.clock?.now() ?? 0;
  }
}

interface Clause {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

const CLAUSE =
  /(?:metadata\["((?:[^"\\]|\\.)*)"\]|(\w+))(:|>=|<=|<|>)(?:"((?:[^"\\]|\\.)*)"|(\d+))/g;

function parseQuery(query: string): readonly Clause[] {
  if (query.split(' OR ').length > 10) throw refusal(400, 'too_many_clauses');
  return [...query.matchAll(CLAUSE)].map(([, key, field, operator = ':', text, number]) => ({
    field: key === undefined ? (field ?? '') : `metadata.${unescaped(key)}`,
    operator,
    value: text === undefined ? (number ?? '') : unescaped(text),
  }));
}

function hit({ field, operator, value }: Clause, row: FakeCustomer): boolean {
  if (field === 'created') {
    const bound = Number(value);
    if (operator === '>=') return row.created >= bound;
    if (operator === '<=') return row.created <= bound;
    return operator === '>' ? row.created > bound : row.created < bound;
  }
  const held = field.startsWith('metadata.')
    ? row.metadata?.[field.slice('metadata.'.length)]
    : row[field as 'email' | 'name' | 'phone'];
  return held?.toLowerCase().includes(value.toLowerCase()) ?? false;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

function rawOf(row: FakeCustomer): RawCustomer {
  return { object: 'customer', metadata: {}, ...row };
}

function refusal(status: number, code: string): StripeFailure {
  return new StripeFailure({ kind: 'api', problem: { status, code } });
}

function reply<T>(body: T): Reply<T> {
  return { body, requestId: undefined, replayed: false };
}
