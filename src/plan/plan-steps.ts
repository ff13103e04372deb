import type { Draft } from '../model/draft.ts';
import type { Ladder, Match } from '../model/match.ts';
import type { SkipReason } from '../model/outcome.ts';
import type { PipelinePolicy } from '../model/pipeline.ts';
import type { Step } from '../model/step.ts';
import { planCreate } from './create.ts';
import { planUpdate } from './update.ts';

export interface PlanInput {
  readonly draft: Draft;
  readonly ladder: Ladder;
  readonly match: Match;
  readonly policy: PipelinePolicy;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** What to do for one draft: one step, or one per customer under `update_all`. */
export function planSteps(input: PlanInput): readonly Step[] {
  const { draft, ladder, match, policy, nowMs } = input;
  switch (match.kind) {
    case 'reject': {
      const { code, field } = match;
      const rejection = field === undefined ? { code } : { code, field };
      return [{ kind: 'reject', rejection }];
    }
    case 'none':
      if (policy.exportMode === 'update_only') return skip('customer_not_found');
      return [planCreate(draft, ladder, match.key)];
    case 'one':
    case 'several': {
      if (policy.exportMode === 'create_only') return skip('customer_exists');
      const customers = match.kind === 'one' ? [match.customer] : match.customers;
      return customers.map((one) => planUpdate(draft, match.stamps, one, policy, nowMs));
    }
  }
}

function skip(reason: SkipReason): readonly Step[] {
  return [{ kind: 'skip', reason }];
}
