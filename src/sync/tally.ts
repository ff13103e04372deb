import type { Outcome, OutcomeKind } from '../model/outcome.ts';

/** Outcomes of one pipeline, counted. */
export interface PipelineTally {
  readonly name: string;
  read: number;
  readonly outcomes: { [kind in OutcomeKind]: number };
  /** By skip reason and by rejection code. */
  readonly reasons: Map<string, number>;
  cleared: number;
}

/** What the sync has done so far. */
export class Tally {
  readonly pipelines: readonly PipelineTally[];
  /** RECORDs read and settled, each counted once. */
  read = 0;
  settled = 0;
  rejected = 0;

  constructor(names: readonly string[]) {
    this.pipelines = names.map((name) => ({
      name,
      read: 0,
      outcomes: { created: 0, updated: 0, unchanged: 0, filtered: 0, skipped: 0, rejected: 0 },
      reasons: new Map(),
      cleared: 0,
    }));
  }

  count(pipeline: number, outcome: Outcome): void {
    const tally = this.pipelines[pipeline];
    if (tally === undefined) return;
    tally.read += 1;
    tally.outcomes[outcome.kind] += 1;
    const reason = reasonOf(outcome);
    if (reason !== undefined) tally.reasons.set(reason, (tally.reasons.get(reason) ?? 0) + 1);
  }

  total(kind: OutcomeKind): number {
    return this.pipelines.reduce((sum, { outcomes }) => sum + outcomes[kind], 0);
  }
}

function reasonOf(outcome: Outcome): string | undefined {
  if (outcome.kind === 'skipped') return outcome.reason;
  return outcome.kind === 'rejected' ? outcome.rejection.code : undefined;
}
