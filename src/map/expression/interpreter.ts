import jsonata from 'jsonata';
import type { Profile, Value } from '../../model/record.ts';
import { FUNCTIONS } from '../function-table.ts';
import type { Visible } from './visible.ts';
import { visible } from './visible.ts';

// Our own. They count work, not time, so that a record is judged alike on every machine.
const STEPS_MAX = 200_000;
const DEPTH_MAX = 1_000;
const LIST_MAX = 1_000_000;

/**
 * Runs the expression in JSONata's own interpreter. Rejects as JSONata throws, and past a limit.
 */
export type Interpret = (profile: Profile) => Promise<Value | undefined>;

/** An evaluation that would not end. */
export class EndlessExpression extends Error {
  override readonly name = 'EndlessExpression';
  readonly stepsMax = STEPS_MAX;
}

export type Parsed = jsonata.Expression;

/** Throws JSONata's own error, with `code` and `position`. */
export function parse(source: string): Parsed {
  return jsonata(source, { stack: DEPTH_MAX, sequence: LIST_MAX });
}

/** The interpreter with the extra functions, the fixed time and the guard. */
export function compileInterpreter(parsed: Parsed, nowMs: number): Interpret {
  for (const { name, implementation } of FUNCTIONS) {
    // A plain arrow would lose the number of arguments, by which $map decides what it passes.
    parsed.registerFunction(name, implementation);
  }
  parsed.registerFunction('millis', () => nowMs, '<:n>');
  parsed.registerFunction('now', nowFunction(nowMs), '<s?s?:s>');
  parsed.assign(ENTRY as unknown as string, countSteps());
  return (profile) => parsed.evaluate(visible(profile as Value) ?? {});
}

// "__evaluate_entry: called before each node is evaluated", bound by this symbol.
const ENTRY = Symbol.for('jsonata.__evaluate_entry');

interface Focus {
  readonly environment: jsonata.Environment;
}

interface Definition {
  readonly implementation: (...args: readonly unknown[]) => string | undefined;
}

/** The interpreter makes one timestamp an evaluation, which every frame of it shares. */
function countSteps(): (node: unknown, input: Visible, environment: jsonata.Environment) => void {
  const steps = new WeakMap<Date, number>();
  return (_node, _input, { timestamp }) => {
    const count = (steps.get(timestamp) ?? 0) + 1;
    if (count > STEPS_MAX) throw new EndlessExpression(`more than ${STEPS_MAX} steps`);
    steps.set(timestamp, count);
  };
}

/** `$now(picture?, timezone?)` at the sync's start, in JSONata's own formats. */
function nowFunction(nowMs: number) {
  return function now(this: Focus, picture?: string, timezone?: string): string | undefined {
    const { implementation } = this.environment.lookup('fromMillis') as Definition;
    return implementation.call(this, nowMs, picture, timezone);
  };
}
