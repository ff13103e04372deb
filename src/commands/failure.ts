import { traceErrorLine } from '../encode/messages.ts';
import { createRedactor } from '../encode/redact.ts';
import type { Secret } from '../model/config.ts';
import { ConfigError, InvariantError, StripeFailure, TransientError } from '../model/failure.ts';

const UNEXPECTED =
  'The connector met a state that it does not expect — run the sync again, and report it with the technical message if it stays';

/**
 * The one TRACE ERROR that ends a command. Messages of foreign errors may hold values: of those
 * only the class and the place are told.
 */
export function failureLine(
  error: unknown,
  emittedAtMs: number,
  secrets: readonly Secret[],
): string {
  const redact = createRedactor(secrets);
  if (error instanceof ConfigError) {
    return traceErrorLine({
      message: redact(error.message),
      internalMessage: error.issues.map(({ code }) => code).join(', '),
      failureType: 'config_error',
      emittedAtMs,
    });
  }
  if (error instanceof TransientError || error instanceof InvariantError) {
    return traceErrorLine({
      message: redact(error.message),
      internalMessage: error.code,
      failureType: error instanceof TransientError ? 'transient_error' : 'system_error',
      emittedAtMs,
    });
  }
  const known = error instanceof StripeFailure;
  return traceErrorLine({
    message: UNEXPECTED,
    internalMessage: redact(known ? error.message : classOf(error)),
    stackTrace: redact(placesOf(error)),
    failureType: 'system_error',
    emittedAtMs,
  });
}

function classOf(error: unknown): string {
  return error instanceof Error ? error.constructor.name : typeof error;
}

/** The stack without its first lines, which repeat the message. */
function placesOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
