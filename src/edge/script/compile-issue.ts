import { ConfigError, type ConfigIssue } from '../../model/failure.ts';
import type { Lost } from './host.ts';

/** Why a source does not compile, with the position in the user's source where there is one. */
export interface CompileFault {
  readonly reason: 'threw' | 'timeout' | 'missing' | 'not callable' | 'memory';
  /** Class of the error. */
  readonly name: string;
  /** The engine's own words; no record has been seen yet, so they hold no record's value. */
  readonly message: string;
  /** `line:column` or `line n`. */
  readonly place: string | undefined;
}

/** The issue of one source, without its pointer. */
export function compileIssue(
  fault: CompileFault,
  language: 'javascript' | 'python',
  pointer = '',
): ConfigIssue {
  return { code: 'invalid_function', pointer, message: sentence(fault), hint: HINTS[language] };
}

/** The same as an error that ends the sync. */
export function compileError(
  fault: CompileFault,
  language: 'javascript' | 'python',
  pipeline: number,
): ConfigError {
  const pointer = `/pipelines/${pipeline}/transformation/source`;
  return new ConfigError([compileIssue(fault, language, pointer)]);
}

/** The fault of a source whose loading the engine did not survive. */
export function lostFault({ code }: Lost): CompileFault {
  const reason = code === 'timeout' ? 'timeout' : 'memory';
  return { reason, name: '', message: '', place: undefined };
}

const HINTS = {
  javascript: 'Define function transform(profile) { return { … } } at the top level.',
  python: 'Define def transform(profile): return { … } at the top level.',
} as const;

const SENTENCES = {
  missing: 'The source defines no transform.',
  'not callable': 'transform is defined but cannot be called.',
  timeout: 'The top level of the source ran too long.',
  memory: 'The top level of the source brought the engine down or used too much memory.',
} as const;

function sentence({ reason, name, message, place }: CompileFault): string {
  if (reason !== 'threw') return SENTENCES[reason];
  const where = place === undefined ? '' : ` at ${place}`;
  return `The source does not load: ${name}${where}${message === '' ? '' : `: ${message}`}`;
}
