/** A fault that the tests must notice: one replacement of text in one file. */
export interface Mutant {
  /** Says the fault. */
  readonly name: string;
  /** From the root. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Paths for vitest, asked in order; `simulation` plays a few worlds. */
  readonly tests: readonly string[];
}

/** The tests of a mutant that are no path. */
export const SIMULATION = 'simulation';
