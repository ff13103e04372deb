import type { Value } from './record.ts';

/** One decoded line of stdin. */
export type Message =
  | RecordMessage
  | StateMessage
  | StreamStatusMessage
  | EstimateMessage
  | { readonly kind: 'ignored'; readonly type: string }
  | BadLine;

export interface RecordMessage {
  readonly kind: 'record';
  readonly stream: string;
  /** Absent, null and "" are one: undefined. */
  readonly namespace: string | undefined;
  readonly data: { readonly [key: string]: Value };
  readonly nulled: readonly string[];
  readonly truncated: readonly string[];
  readonly bytes: number;
}

export interface StateMessage {
  readonly kind: 'state';
  /** The line as received: it goes back unchanged but for `destinationStats`. */
  readonly raw: string;
  /** A STREAM state covers one stream; GLOBAL and LEGACY cover all. */
  readonly scope: { readonly stream: string; readonly namespace: string | undefined } | 'global';
}

export interface StreamStatusMessage {
  readonly kind: 'stream_status';
  readonly stream: string;
  readonly namespace: string | undefined;
  readonly status: string;
}

export interface EstimateMessage {
  readonly kind: 'estimate';
  readonly rows: number;
  readonly scope: { readonly stream: string; readonly namespace: string | undefined } | 'sync';
}

/**
 * A line that is no message. `damagedRecord`: it was meant to be a RECORD, and going on would lose
 * it.
 */
export interface BadLine {
  readonly kind: 'bad_line';
  /** Line number from 1. */
  readonly line: number;
  readonly damagedRecord: boolean;
  readonly reason:
    | 'not_json'
    | 'not_an_object'
    | 'record_malformed'
    | 'state_malformed'
    | 'too_long';
}
