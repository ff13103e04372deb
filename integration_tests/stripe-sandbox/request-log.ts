import type { SandboxRequest } from './types.ts';

/** One request as it arrived, and what became of it. */
export interface LogEntry {
  readonly seq: number;
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  /** `customer.create` and so on; empty when no operation is of that path. */
  readonly operation: string;
  readonly body: string;
  readonly headers: { readonly [name: string]: string };
  readonly idempotencyKey: string | undefined;
  readonly version: string | undefined;
  account: string | undefined;
  requestId: string | undefined;
  status: number | undefined;
  answeredAtMs: number | undefined;
  /** It was executed and its effect is there. */
  committed: boolean;
  replayed: boolean;
  fault: string | undefined;
}

export interface Counters {
  readonly requests: number;
  readonly byOperation: { readonly [operation: string]: number };
  readonly byStatus: { readonly [status: string]: number };
  /** Answered GETs that no limiter refused: what the read allocation counts. */
  readonly reads: number;
  /** Refused by a limiter. */
  readonly limited: number;
  readonly inFlightMost: number;
}

/** The newest requests, and counters of all of them. */
export function createRequestLog(entriesMax: () => number) {
  let entries: LogEntry[] = [];
  let counts = noCounts();
  let inFlight = 0;
  let seq = 0;
  return {
    open(request: SandboxRequest, operation: string, nowMs: number): LogEntry {
      const entry = newEntry(request, operation, nowMs, ++seq);
      entries.push(entry);
      if (entries.length > entriesMax() * 2) entries = entries.slice(-entriesMax());
      counts.requests += 1;
      add(counts.byOperation, operation);
      inFlight += 1;
      counts.inFlightMost = Math.max(counts.inFlightMost, inFlight);
      return entry;
    },
    close(entry: LogEntry, status: number, limited: boolean, nowMs: number): void {
      entry.status = status;
      entry.answeredAtMs = nowMs;
      inFlight -= 1;
      add(counts.byStatus, String(status));
      if (limited) counts.limited += 1;
      else if (entry.method === 'GET') counts.reads += 1;
    },
    entries: (): readonly LogEntry[] => entries.slice(-entriesMax()),
    counters: (): Counters => structuredClone(counts),
    clear(): void {
      entries = [];
      counts = noCounts();
    },
  };
}

export type RequestLog = ReturnType<typeof createRequestLog>;

interface Counts {
  requests: number;
  readonly byOperation: { [operation: string]: number };
  readonly byStatus: { [status: string]: number };
  reads: number;
  limited: number;
  inFlightMost: number;
}

function noCounts(): Counts {
  return { requests: 0, byOperation: {}, byStatus: {}, reads: 0, limited: 0, inFlightMost: 0 };
}

function add(counts: { [name: string]: number }, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function newEntry(request: SandboxRequest, operation: string, atMs: number, seq: number): LogEntry {
  return {
    seq,
    atMs,
    method: request.method,
    path: request.path,
    operation,
    body: request.body,
    headers: request.headers,
    idempotencyKey: request.headers['idempotency-key'],
    version: request.headers['stripe-version'],
    account: undefined,
    requestId: undefined,
    status: undefined,
    answeredAtMs: undefined,
    committed: false,
    replayed: false,
    fault: undefined,
  };
}
