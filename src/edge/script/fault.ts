import type { Describe, Fault } from './wire.ts';

/**
 * Tells class and place of a thrown error. A class is named only when the language has it or the
 * source declares it: names made at run time could carry a record's values.
 */
export function describeFault(source: string, builtIn: RegExp, place: Place): Describe {
  const declared = new Set(Array.from(source.matchAll(CLASS), ([, name]) => name));
  const lines = source.split('\n').length;
  return (fault) => {
    if (fault.code === 'timeout' || fault.code === 'memory') return LIMITS[fault.code];
    if (typeof fault.detail === 'string') {
      return REFUSAL.test(fault.detail) ? fault.detail : 'an error';
    }
    const names = Array.isArray(fault.names) ? fault.names : [];
    const known = (name: unknown) =>
      typeof name === 'string' && (builtIn.test(name) || declared.has(name));
    const name = names.find(known) ?? 'an error';
    const where = place(fault.at, lines, names);
    return where === undefined ? name : `${name} at ${where}`;
  };
}

/** What is said of a record that met a limit. */
export const LIMITS = {
  timeout: 'ran too long',
  memory: 'used too much memory',
  ended: 'brought the engine down',
} as const;

/** Where in a source of so many lines an error of these classes was thrown. */
export type Place = (
  at: Fault['at'],
  lines: number,
  names?: readonly unknown[],
) => string | undefined;

/**
 * The position of the innermost frame of the user's source in a QuickJS stack, as line:column; the
 * constructors of the error itself do not count.
 */
export function stackPlace(file: string): Place {
  const frame = new RegExp(`at (?:(\\S+) \\()?${RegExp.escape(file)}:(\\d{1,6}):(\\d{1,6})`, 'g');
  return (at, lines, names = []) => {
    for (const [, name, line, column] of typeof at === 'string' ? at.matchAll(frame) : []) {
      if (Number(line) > lines) return undefined;
      if (!names.includes(name)) return `${line}:${column}`;
    }
    return undefined;
  };
}

/** A line number as such. */
export function linePlace(at: Fault['at'], lines: number): string | undefined {
  return Number.isInteger(at) && Number(at) > 0 && Number(at) <= lines ? `line ${at}` : undefined;
}

export const JAVASCRIPT_CLASSES =
  /^(?:(?:Aggregate|Eval|Internal|Range|Reference|Syntax|Type|URI)?Error|string|number|bigint|boolean|symbol|undefined|null|function)$/;

/** What the engines themselves say of a result. */
const REFUSAL = /^(?:the (?:result|promise|coroutine)|transform) [a-zA-Z ,;]{1,90}$/;
const CLASS = /\bclass\s+([\p{L}_$][\p{L}\p{N}_$]{0,59})/gu;
