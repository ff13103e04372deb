import { matchDraft } from '../match/match-draft.ts';
import type { Customer } from '../model/customer.ts';
import type { Match } from '../model/match.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Clock, Directory } from '../model/ports.ts';
import type { Step } from '../model/step.ts';
import { planSteps } from '../plan/plan-steps.ts';
import type { Brakes } from './brakes.ts';
import type { Entry, Part } from './entry.ts';
import type { Holds } from './holds.ts';
import type { Performer } from './performer.ts';
import type { Recorder } from './recorder.ts';
import type { Stop } from './stop.ts';

/** Who claims a customer first; see route/claims.ts. */
export interface Claim {
  claim(ref: number, identity: string): boolean;
}

export interface SettleDeps {
  readonly directory: Directory;
  readonly performer: Performer;
  readonly holds: Holds;
  readonly brakes: Brakes;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly stop: Stop;
  /** By pipeline. */
  readonly claims: readonly Claim[];
}

export const DUPLICATE: Outcome = { kind: 'skipped', reason: 'duplicate_profile' };
const UNCHANGED: Outcome = { kind: 'unchanged' };

/** The hot path: what becomes of the part without a write; undefined = there is something to do. */
export function decide(deps: SettleDeps, entry: Entry, part: Part): Outcome | undefined {
  const { directory, holds } = deps;
  const { pipeline, draft, ladder } = part;
  if (draft === undefined) return part.outcome;
  if (pipeline.policy.exportMode !== 'create_only') {
    const ref = directory.probe(pipeline.index, ladder, draft.fields);
    if (ref !== undefined && !holds.busy(ref)) {
      return claimed(deps, entry, part, [ref]) ? UNCHANGED : DUPLICATE;
    }
  }
  const { match, steps } = plan(deps, part);
  if (steps.some(needsWork) || customersOf(match).some(({ ref }) => holds.busy(ref)))
    return undefined;
  return conclude(deps, entry, part, steps);
}

/** Match and plan against what is known now. */
export function plan(deps: SettleDeps, part: Part): { match: Match; steps: readonly Step[] } {
  const { draft, ladder, pipeline } = part;
  if (draft === undefined) throw new Error('planned without a draft');
  const match = matchDraft(ladder, draft, pipeline.policy, deps.directory.find);
  const nowMs = deps.clock.now();
  return { match, steps: planSteps({ draft, ladder, match, policy: pipeline.policy, nowMs }) };
}

function needsWork({ kind }: Step): boolean {
  return kind === 'create' || kind === 'update' || kind === 'refresh';
}

/** The outcome of steps that need no write. */
export function conclude(
  deps: SettleDeps,
  entry: Entry,
  part: Part,
  steps: readonly Step[],
): Outcome {
  for (const step of steps) {
    if (step.kind === 'reject') return { kind: 'rejected', rejection: step.rejection };
    if (step.kind === 'skip') return { kind: 'skipped', reason: step.reason };
  }
  const refs: number[] = [];
  for (const step of steps) {
    if (step.kind !== 'unchanged') continue;
    refs.push(step.customer.ref);
    deps.recorder.warnings(part.pipeline, step.warnings);
  }
  return claimed(deps, entry, part, refs) ? UNCHANGED : DUPLICATE;
}

/** Whether this profile may write all of these customers. */
export function claimed(
  deps: SettleDeps,
  entry: Entry,
  part: Part,
  refs: readonly number[],
): boolean {
  const claims = deps.claims[part.pipeline.index];
  if (claims === undefined) return true;
  const identity = entry.identity;
  return refs.every((ref) => claims.claim(ref, identity));
}

/** The customers of a match. */
export function customersOf(match: Match): readonly Customer[] {
  if (match.kind === 'one') return [match.customer];
  return match.kind === 'several' ? match.customers : [];
}
