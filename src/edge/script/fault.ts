import type { Describe, Fault } from './wire.ts';

/**
 * Tells class and place of a thrown error. A class is named only when the language has it or the
 * source declares it: names made at run time could carry a record's values.
 */
export function describeFault(
  source: string,
  builtIn: RegExp,
  place: (at: Fault['at'], lines: number) => string | undefined,
): Describe {
  const declared = new Set(Array.from(source.matchAll(CLASS), ([, name]) => name));
  const lines = source.split('\n').length;
  return (fault) => {
    if (fault.code === 'timeout' || fault.code === 'memory') return LIMITS[fault.code];
    if (typeof fault.detail === 'string') return fault.detail;
    const names = Array.isArray(fault.names) ? fault.names : [];
    const known = (name: unknown) =>
      typeof name === 'string' && (builtIn.test(name) || declared.has(name));
    const name = names.find(known) ?? 'an error';
    const where = place(fault.at, lines);
    return where === undefined ? name : `${name} at ${where}`;
  };
}

/** What is said of a record that met a limit. */
export const LIMITS = {
  timeout: 'ran too long',
  memory: 'used too much memory',
  ended: 'brought the engine down',
} as const;

/** The position of the innermost frame of the user's source in a QuickJS stack, as line:column. */
export function stackPlace(file: string): (at: Fault['at'], lines: number) => string | undefined {
  const frame = new RegExp(`${file.replaceAll('.', '\\.')}:(\\d{1,6}):(\\d{1,6})`);
  return (at, lines) => {
    const [, line, column] = (typeof at === 'string' && frame.exec(at)) || [];
    if (line === undefined || Number(line) > lines) return undefined;
    return `${line}:${column}`;
  };
}

/** A line number as such. */
export function linePlace(at: Fault['at'], lines: number): string | undefined {
  return Number.isInteger(at) && Number(at) > 0 && Number(at) <= lines ? `line ${at}` : undefined;
}

export const JAVASCRIPT_CLASSES =
  /^(?:(?:Aggregate|Eval|Internal|Range|Reference|Syntax|Type|URI)?Error|string|number|bigint|boolean|symbol|undefined|null|function)$/;

const CLASS = /\bclass\s+([\p{L}_$][\p{L}\p{N}_$]{0,59})/gu;
