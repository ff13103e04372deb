/** Records and states of one window: all since the previous STATE of a stream, or of the whole sync. */
interface Span {
  open: number;
  records: number;
  rejected: number;
  /** The STATE that closes the span; undefined while it is still growing. */
  raw: string | undefined;
}

/** What a RECORD counts in: its stream's span and the sync's. Shared by all records of both. */
export interface Ticket {
  readonly stream: Span;
  readonly global: Span;
}

export interface StateStats {
  readonly recordCount: number;
  readonly rejectedRecordCount: number;
}

type Release = (raw: string, stats: StateStats) => void;

/**
 * The watermark. A STATE is released once every record before it — of its stream, or of all streams for a
 * GLOBAL one — is settled, in order of arrival, with the counts of its own window.
 */
export class Ledger {
  readonly #release: Release;
  readonly #streams = new Map<string, Span[]>();
  readonly #global: Span[] = [newSpan()];
  readonly #tickets = new Map<string, Ticket>();
  #openRecords = 0;

  constructor(release: Release) {
    this.#release = release;
  }

  /** Records admitted and not settled, and states received and not released. */
  get pending(): { readonly records: number; readonly states: number } {
    let states = this.#global.length - 1;
    for (const spans of this.#streams.values()) states += spans.length - 1;
    return { records: this.#openRecords, states };
  }

  /** Counts a RECORD in; no allocation but for the first of a window. */
  admit(streamKey: string): Ticket {
    let ticket = this.#tickets.get(streamKey);
    if (ticket === undefined) {
      ticket = { stream: last(this.#spansOf(streamKey)), global: last(this.#global) };
      this.#tickets.set(streamKey, ticket);
    }
    this.#openRecords += 1;
    ticket.stream.open += 1;
    ticket.stream.records += 1;
    ticket.global.open += 1;
    ticket.global.records += 1;
    return ticket;
  }

  /** The record of this ticket has its outcome in every pipeline; call once a record. */
  settle({ stream, global }: Ticket, rejected: boolean): void {
    this.#openRecords -= 1;
    stream.open -= 1;
    global.open -= 1;
    if (rejected) {
      stream.rejected += 1;
      global.rejected += 1;
    }
    if (stream.open === 0 && stream.raw !== undefined) this.#releaseStreams();
    if (global.open === 0 && global.raw !== undefined) this.#releaseFrom(this.#global);
  }

  /** A STATE arrived. `scope`: a stream's key, or null for GLOBAL and LEGACY. */
  close(scope: string | null, raw: string): void {
    const spans = scope === null ? this.#global : this.#spansOf(scope);
    last(spans).raw = raw;
    spans.push(newSpan());
    if (scope === null) this.#tickets.clear();
    else this.#tickets.delete(scope);
    this.#releaseFrom(spans);
  }

  #spansOf(streamKey: string): Span[] {
    let spans = this.#streams.get(streamKey);
    if (spans === undefined) {
      spans = [newSpan()];
      this.#streams.set(streamKey, spans);
    }
    return spans;
  }

  #releaseStreams(): void {
    for (const spans of this.#streams.values()) this.#releaseFrom(spans);
  }

  #releaseFrom(spans: Span[]): void {
    for (let first = spans[0]; first?.raw !== undefined && first.open === 0; first = spans[0]) {
      spans.shift();
      const { raw, records, rejected } = first;
      this.#release(raw, { recordCount: records - rejected, rejectedRecordCount: rejected });
    }
  }
}

function newSpan(): Span {
  return { open: 0, records: 0, rejected: 0, raw: undefined };
}

function last(spans: readonly Span[]): Span {
  const span = spans.at(-1);
  if (span === undefined) throw new Error('a chain of spans is never empty');
  return span;
}
