import type { Config } from '../model/config.ts';
import type { OutcomeListener } from './chronicle.ts';
import type { Compiled } from './compile.ts';

/** One sync: what to do. */
export interface Job {
  readonly config: Config;
  readonly compiled: Compiled;
  /** Pretend every write and acknowledge nothing. */
  readonly dryRun: boolean;
  readonly listener?: OutcomeListener;
}
