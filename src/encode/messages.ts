import {
  LOG_CHARACTERS_MAX,
  TRACE_MESSAGE_CHARACTERS_MAX,
  TRACE_STACK_CHARACTERS_MAX,
} from '../model/limits.ts';
import { cut } from './cut.ts';

/** Protocol lines out, one function a message. No newline at the end. */

export type LogLevel = 'FATAL' | 'ERROR' | 'WARN' | 'INFO' | 'DEBUG' | 'TRACE';
export type FailureType = 'config_error' | 'transient_error' | 'system_error';

export interface Failure {
  readonly message: string;
  readonly internalMessage: string;
  readonly stackTrace?: string | undefined;
  readonly failureType: FailureType;
  readonly emittedAtMs: number;
}

export function logLine(level: LogLevel, message: string): string {
  return JSON.stringify({ type: 'LOG', log: { level, message: cut(message, LOG_CHARACTERS_MAX) } });
}

export function traceErrorLine(failure: Failure): string {
  const { message, internalMessage, stackTrace, failureType, emittedAtMs } = failure;
  const error = {
    message: cut(message, TRACE_MESSAGE_CHARACTERS_MAX),
    internal_message: cut(internalMessage, TRACE_MESSAGE_CHARACTERS_MAX),
    ...(stackTrace === undefined
      ? {}
      : { stack_trace: cut(stackTrace, TRACE_STACK_CHARACTERS_MAX) }),
    failure_type: failureType,
  };
  const trace = { type: 'ERROR', emitted_at: emittedAtMs, error };
  return JSON.stringify({ type: 'TRACE', trace });
}

export function connectionStatusLine(status: 'SUCCEEDED' | 'FAILED', message?: string): string {
  const connectionStatus =
    message === undefined
      ? { status }
      : { status, message: cut(message, TRACE_MESSAGE_CHARACTERS_MAX) };
  return JSON.stringify({ type: 'CONNECTION_STATUS', connectionStatus });
}

/** `spec` is the content of spec.json. */
export function specLine(spec: unknown): string {
  return JSON.stringify({ type: 'SPEC', spec });
}

/** `catalog` is `{operations}`. */
export function destinationCatalogLine(catalog: unknown): string {
  return JSON.stringify({ type: 'DESTINATION_CATALOG', destination_catalog: catalog });
}
