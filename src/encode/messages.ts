/** Protocol lines out, one function a message. No newline at the end. */

const MESSAGE_CHARACTERS_MAX = 50_000;
const STACK_CHARACTERS_MAX = 100_000;
const LOG_CHARACTERS_MAX = 8_000;

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
  return JSON.stringify({
    type: 'TRACE',
    trace: {
      type: 'ERROR',
      emitted_at: emittedAtMs,
      error: {
        message: cut(message, MESSAGE_CHARACTERS_MAX),
        internal_message: cut(internalMessage, MESSAGE_CHARACTERS_MAX),
        ...(stackTrace === undefined ? {} : { stack_trace: cut(stackTrace, STACK_CHARACTERS_MAX) }),
        failure_type: failureType,
      },
    },
  });
}

export function connectionStatusLine(status: 'SUCCEEDED' | 'FAILED', message?: string): string {
  const connectionStatus = message === undefined ? { status } : { status, message };
  return JSON.stringify({ type: 'CONNECTION_STATUS', connectionStatus });
}

/** `spec` is the content of spec.json. */
export function specLine(spec: unknown): string {
  return JSON.stringify({ type: 'SPEC', spec });
}

export function destinationCatalogLine(catalog: unknown): string {
  return JSON.stringify({ type: 'DESTINATION_CATALOG', destination_catalog: catalog });
}

function cut(text: string, charactersMax: number): string {
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax - 1)}…`;
}
