import type { Customer, RawCustomer } from './customer.ts';
import type { DraftFields } from './draft.ts';
import type { Ladder, MatchKey } from './match.ts';
import type { Params } from './step.ts';

/** Time. Under test and simulation it is virtual. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `delayMs`; rejects with the signal's reason when it is aborted. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** Randomness: a float in [0, 1). */
export type Random = () => number;

/** A fresh id for an update's idempotency key. */
export type NewId = () => string;

/** Hex SHA-256 of a text: idempotency keys and printed hashes of keys. */
export type Digest = (text: string) => string;

/** Where protocol lines go. One line a call, without the newline. */
export interface Output {
  line(text: string): void;
  /** Resolves when the reader has caught up; undefined when it has. */
  drained(): Promise<void> | undefined;
}

/** The operations that have a rate limit of their own (docs.stripe.com/rate-limits). */
export type Operation = 'create' | 'update' | 'retrieve' | 'list' | 'search' | 'other';

/** A good answer of Stripe. */
export interface Reply<T> {
  readonly body: T;
  readonly requestId: string | undefined;
  /** `Idempotent-Replayed: true`: a saved answer, not the present. */
  readonly replayed: boolean;
  /** An earlier attempt of this call got no clear answer: what was replayed may well be its own. */
  readonly retried?: boolean;
}

export interface Page {
  readonly data: readonly RawCustomer[];
  readonly hasMore: boolean;
  /** Search only. */
  readonly nextPage?: string;
  /** Search with `expand[]=total_count` only; exact to 10,000. */
  readonly totalCount?: number;
}

export interface ListQuery {
  readonly email?: string;
  readonly created?: {
    readonly gt?: number;
    readonly gte?: number;
    readonly lt?: number;
    readonly lte?: number;
  };
  readonly startingAfter?: string;
  readonly endingBefore?: string;
  /** 1…100. */
  readonly limit: number;
}

export interface SearchQuery {
  readonly query: string;
  readonly limit: number;
  readonly page?: string;
  readonly totalCount?: boolean;
}

/**
 * Stripe's customer operations. The edge's own makes one attempt a call and throws `StripeFailure`;
 * `write/` wraps it into one that paces and retries.
 */
export interface Customers {
  create(params: Params, idempotencyKey: string): Promise<Reply<RawCustomer>>;
  update(id: string, params: Params, idempotencyKey: string): Promise<Reply<RawCustomer>>;
  /** A deleted customer answers 200 with `deleted: true`. */
  retrieve(id: string): Promise<Reply<RawCustomer>>;
  list(query: ListQuery): Promise<Reply<Page>>;
  search(query: SearchQuery): Promise<Reply<Page>>;
}

/** What `check` asks besides. */
export interface AccountProbe {
  /** POST to an id that cannot exist with an empty body: 404 may write, 403 may not. */
  mayWrite(): Promise<void>;
  /** The account's id; undefined where the key may not read it. */
  accountId(): Promise<string | undefined>;
  /** `livemode` of the balance; undefined where the key may not read it. */
  livemode(): Promise<boolean | undefined>;
}

/** What one pipeline will ask of the directory; its place in the list is its slot. */
export interface DirectorySlot {
  /** Fields of the ladder, highest first. */
  readonly rungs: readonly string[];
  /**
   * Fields that are diffed on an existing customer; 'all' when only the run can tell (functions).
   */
  readonly fields: readonly string[] | 'all';
  /** Fields that never make an update of an existing customer (`on_create`, not readable). */
  readonly ignored: readonly string[];
}

/**
 * Finds customers. `prepare` does the I/O; everything else answers at once from what is known.
 * Whatever this sync writes is told by `learn` and `forget`.
 */
export interface Directory {
  /** Makes these ladders answerable by `find`. undefined = they already are. */
  prepare(slot: number, ladders: readonly Ladder[]): Promise<void> | undefined;
  /**
   * The one customer that holds the first present rung's key and whose diffed fields all equal the
   * draft's; undefined = look closer. Never parses a body.
   */
  probe(slot: number, ladder: Ladder, fields: DraftFields): number | undefined;
  /** All known, not deleted customers that hold this key. */
  find(key: MatchKey): readonly Customer[];
  /**
   * Before a create: false when absence of these keys cannot be proven (forced on demand by
   * metadata); sweeps or lists the newest where that gives proof. The caller matches again
   * afterwards.
   */
  proveAbsence(slot: number, ladder: Ladder): Promise<boolean>;
  /** Asks Stripe again for these keys, whatever is remembered. */
  lookAgain(slot: number, ladder: Ladder): Promise<void>;
  /** The customer as Stripe holds it now; undefined when deleted or unknown. */
  retrieve(id: string): Promise<Customer | undefined>;
  /** Takes in an answer of Stripe; a deleted stub is forgotten. */
  learn(raw: RawCustomer): Customer | undefined;
  /** A planned customer of a dry run: found by later records as if it had been written. */
  pretend(fields: DraftFields, base: Customer | undefined): Customer;
  forget(id: string): void;
  /** Reads so far, by operation. */
  reads(): { readonly list: number; readonly retrieve: number; readonly search: number };
  close(): void;
}

/** Progress of long reads, for LOG lines. */
export interface DirectoryListener {
  /** One plain sentence without values. */
  note(message: string): void;
}

/** Runs users' functions out of reach of everything. */
export interface ScriptEngine {
  /** `records[i]` → `results[i]`. One pipeline's batches are sent one after another. */
  transform(pipeline: number, profiles: readonly Profiled[]): Promise<readonly ScriptResult[]>;
  close(): Promise<void>;
}

export type Profiled = { readonly [key: string]: unknown };

export type ScriptResult =
  | { readonly kind: 'returned'; readonly value: unknown; readonly printed?: string }
  | { readonly kind: 'dropped'; readonly printed?: string }
  | {
      readonly kind: 'failed';
      readonly code: 'transformation_failed' | 'transformation_timeout' | 'transformation_memory';
      /** Class of the error with line and column of the user's source; safe to log. */
      readonly detail: string;
      /** Message and console output: for the reject store and `try` only. */
      readonly printed?: string;
    };

/** A source to compile, by pipeline. */
export interface ScriptSource {
  readonly language: 'javascript' | 'python';
  readonly source: string;
}

/** Drafts that wait for the end of their stream, on disk. */
export interface Spool {
  append(text: string): void;
  readonly count: number;
  /** In the order of `append`. */
  read(): Iterable<string>;
  close(): void;
}

/** Where rejected records go. */
export interface RejectStore {
  /** Takes one JSON line; the promise of `flush` covers it. */
  append(text: string): void;
  /** Everything appended is durable. Throws `TransientError`. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
