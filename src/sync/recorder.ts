import type { Warning } from '../model/draft.ts';
import type { Outcome } from '../model/outcome.ts';
import type { CreateStep, UpdateStep } from '../model/step.ts';
import type { Entry, Part } from './entry.ts';
import type { Pipeline } from './pipeline.ts';

/** Told of everything that happens to records; the log, the report and the plan listen here. */
export interface Recorder {
  outcome(entry: Entry, part: Part, outcome: Outcome): void;
  /** A write that was carried out, or that a dry run pretended. */
  step(pipeline: Pipeline, step: CreateStep | UpdateStep): void;
  warnings(pipeline: Pipeline, warnings: readonly Warning[]): void;
  /** Every pipeline has its outcome. */
  settled(entry: Entry): void;
}
