import { InvariantError } from '../model/failure.ts';

/** What a RECORD counts in: shared by all records of one stream between two states. */
export interface Ticket {
  readonly chain: Chain;
  readonly stream: Span;
  readonly global: Span;
}

/** The records of one window, for `destinationStats`. */
export interface StateStats {
  readonly recordCount: number;
  readonly rejectedRecordCount: number;
}

/**
 * The watermark. A STATE is released, in order, once every record before it is settled: of its
 * stream, or of all streams for a GLOBAL one, with the counts since the state before it of the same
 * scope. A STREAM state never overtakes a GLOBAL one that came first.
 */
export class Ledger {
  readonly #release: (raw: string, stats: StateStats) => void;
  readonly #chains = new Map<string, Chain>();
  readonly #tickets = new Map<string, Ticket>();
  readonly #global = newChain();
  #globalsClosed = 0;
  #globalsReleased = 0;
  #records = 0;
  #states = 0;

  constructor(release: (raw: string, stats: StateStats) => void) {
    this.#release = release;
  }

  /** Records admitted and not settled, states received and not released. */
  get pending(): { readonly records: number; readonly states: number } {
    return { records: this.#records, states: this.#states };
  }

  /** Counts a RECORD in; allocates for the first of a window only. */
  admit(streamKey: string): Ticket {
    const ticket = this.#tickets.get(streamKey) ?? this.#newTicket(streamKey);
    this.#records += 1;
    count(ticket.stream);
    count(ticket.global);
    return ticket;
  }

  /** The record of this ticket has its outcome in every pipeline; once a record. */
  settle({ chain, stream, global }: Ticket, rejected: boolean): void {
    if (stream.open === 0 || global.open === 0) {
      throw new InvariantError('unexpected', 'A record was settled twice — in the ledger');
    }
    this.#records -= 1;
    uncount(stream, rejected);
    uncount(global, rejected);
    if (stream.open === 0 && stream === chain.first) this.#advance(chain);
    if (global.open === 0 && global === this.#global.first) this.#advanceGlobal();
  }

  /** A STATE arrived. `scope`: a stream's key; null for GLOBAL and LEGACY. */
  close(scope: string | null, raw: string): void {
    const chain = scope === null ? this.#global : this.#chainOf(scope);
    this.#states += 1;
    const next = newSpan();
    chain.last.raw = raw;
    chain.last.afterGlobals = this.#globalsClosed;
    chain.last.next = next;
    chain.last = next;
    if (scope === null) {
      this.#globalsClosed += 1;
      this.#tickets.clear();
      this.#advanceGlobal();
    } else {
      this.#tickets.delete(scope);
      this.#advance(chain);
    }
  }

  /** Releases what a chain has ready; true when it released anything. */
  #advance(chain: Chain): boolean {
    let released = false;
    for (let span = chain.first; span.next !== undefined; span = chain.first) {
      if (span.open > 0 || span.afterGlobals > this.#globalsReleased) break;
      chain.first = span.next;
      this.#states -= 1;
      released = true;
      const { raw, records, rejected } = span;
      this.#release(raw, { recordCount: records - rejected, rejectedRecordCount: rejected });
      if (chain === this.#global) break;
    }
    return released;
  }

  /** One GLOBAL state at a time: streams that waited behind it go before the next. */
  #advanceGlobal(): void {
    while (this.#advance(this.#global)) {
      this.#globalsReleased += 1;
      for (const chain of this.#chains.values()) this.#advance(chain);
    }
  }

  #newTicket(streamKey: string): Ticket {
    const chain = this.#chainOf(streamKey);
    const ticket = { chain, stream: chain.last, global: this.#global.last };
    this.#tickets.set(streamKey, ticket);
    return ticket;
  }

  #chainOf(streamKey: string): Chain {
    let chain = this.#chains.get(streamKey);
    if (chain === undefined) {
      chain = newChain();
      this.#chains.set(streamKey, chain);
    }
    return chain;
  }
}

/** The windows of one scope from the oldest that is not released to the one that grows. */
interface Chain {
  first: Span;
  last: Span;
}

interface Span {
  open: number;
  records: number;
  rejected: number;
  /** The STATE that closes the span, once there is a next one. */
  raw: string;
  /** How many GLOBAL states came before that STATE. */
  afterGlobals: number;
  next: Span | undefined;
}

function newChain(): Chain {
  const span = newSpan();
  return { first: span, last: span };
}

function newSpan(): Span {
  return { open: 0, records: 0, rejected: 0, raw: '', afterGlobals: 0, next: undefined };
}

function count(span: Span): void {
  span.open += 1;
  span.records += 1;
}

function uncount(span: Span, rejected: boolean): void {
  span.open -= 1;
  if (rejected) span.rejected += 1;
}
