import { logLine } from '../encode/messages.ts';
import { createRedactor } from '../encode/redact.ts';
import type { Secret } from '../model/config.ts';
import type { Clock, Output } from '../model/ports.ts';
import type { Log } from '../sync/edges.ts';

/** What main.ts hands to a command: the process, reduced to what a command may touch. */
export interface Context {
  readonly output: Output;
  readonly clock: Clock;
  readonly input: (signal: AbortSignal) => AsyncIterable<Uint8Array>;
  readonly environment: Environment;
  /** Aborted by SIGTERM and SIGINT. */
  readonly terminated: AbortSignal;
}

/** The variables that are honoured. */
export interface Environment {
  readonly stripeApiBase: string | undefined;
  readonly httpsProxy: string | undefined;
  readonly noProxy: string | undefined;
  readonly logLevel: string | undefined;
  readonly temporaryDirectory: string;
  readonly dataChannelMedium: string | undefined;
}

const LEVELS: readonly string[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** An output that hides the secrets in everything but STATE lines, which must return unchanged. */
export function redacted(output: Output, secrets: readonly Secret[]): Output {
  const redact = createRedactor(secrets);
  return {
    line: (text) => output.line(text.startsWith('{"type":"LOG"') ? redact(text) : text),
    drained: () => output.drained(),
  };
}

/** LOG messages from LOG_LEVEL upwards (INFO by default). */
export function createLog(output: Output, level: string | undefined): Log {
  const wanted = LEVELS.indexOf(level?.toUpperCase() ?? 'INFO');
  const lowest = wanted < 0 ? LEVELS.indexOf('INFO') : wanted;
  const at = (name: 'DEBUG' | 'INFO' | 'WARN') => (message: string) => {
    if (LEVELS.indexOf(name) >= lowest) output.line(logLine(name, message));
  };
  return { debug: at('DEBUG'), info: at('INFO'), warn: at('WARN') };
}
