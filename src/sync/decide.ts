import { matchDraft } from '../match/match-draft.ts';
import type { Customer } from '../model/customer.ts';
import type { Match } from '../model/match.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Clock, Directory } from '../model/ports.ts';
import type { Step } from '../model/step.ts';
import { planSteps } from '../plan/plan-steps.ts';
import type { Brakes } from './brakes.ts';
import type { Part } from './entry.ts';
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

/**
 * The hot path: what becomes of the part without a write; undefined = there is something to do, or
 * `waits` for an earlier record. A customer to be updated is claimed here, in order of arrival.
 */
export function decide(deps: SettleDeps, part: Part, waits: boolean): Outcome | undefined {
  const { directory, holds } = deps;
  const { pipeline, draft, ladder } = part;
  if (draft === undefined) return part.outcome;
  if (!waits && pipeline.policy.exportMode !== 'create_only') {
    const ref = directory.probe(pipeline.index, ladder, draft.fields);
    if (ref !== undefined && !holds.busy(ref)) {
      return claimed(deps, part, [ref]) ? UNCHANGED : DUPLICATE;
    }
  }
  const { match, steps } = plan(deps, part);
  const refs = customersOf(match).map(({ ref }) => ref);
  if (!waits && !steps.some(needsWork) && !refs.some((ref) => holds.busy(ref))) {
    return conclude(deps, part, steps);
  }
  const writes = steps.some(({ kind }) => kind === 'update' || kind === 'refresh');
  return writes && !claimed(deps, part, refs) ? DUPLICATE : undefined;
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
export function conclude(deps: SettleDeps, part: Part, steps: readonly Step[]): Outcome {
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
  return claimed(deps, part, refs) ? UNCHANGED : DUPLICATE;
}

/** Whether this profile may write all of these customers. */
export function claimed(deps: SettleDeps, part: Part, refs: readonly number[]): boolean {
  const claims = deps.claims[part.pipeline.index];
  if (claims === undefined) return true;
  return refs.every((ref) => claims.claim(ref, part.identity));
}

/** The customers of a match. */
export function customersOf(match: Match): readonly Customer[] {
  if (match.kind === 'one') return [match.customer];
  return match.kind === 'several' ? match.customers : [];
}
