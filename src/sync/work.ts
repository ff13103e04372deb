import { CREATE_GENERATIONS_MAX } from '../model/limits.ts';
import type { Match } from '../model/match.ts';
import type { Outcome, Rejection } from '../model/outcome.ts';
import type { CreateStep, UpdateStep } from '../model/step.ts';
import { claimed, conclude, customersOf, DUPLICATE, plan, type SettleDeps } from './decide.ts';
import type { Part } from './entry.ts';
import type { Performed } from './performer.ts';

/** Carries a part to its outcome, with everything that may go wrong on the way. */
export async function work(deps: SettleDeps, part: Part): Promise<Outcome> {
  const { directory, stop } = deps;
  const slot = part.pipeline.index;
  const attempt: CreateAttempt = { generation: 0, braked: false };
  let wrote: Outcome | undefined;
  let why: Rejection = { code: 'stripe_gave_up' };
  for (let round = 0; round <= CREATE_GENERATIONS_MAX * 2; round += 1) {
    stop.check();
    await directory.prepare(slot, [part.ladder]);
    const { match, steps } = plan(deps, part);
    const refresh = steps.find((step) => step.kind === 'refresh');
    if (refresh !== undefined) {
      await directory.retrieve(refresh.id);
      continue;
    }
    const create = steps.find((step) => step.kind === 'create');
    const done =
      create === undefined
        ? await underHold(deps, part, match)
        : await tryCreate(deps, part, create, attempt);
    if (done.kind === 'outcome') {
      return done.outcome.kind === 'unchanged' ? (wrote ?? done.outcome) : done.outcome;
    }
    if (done.wrote !== undefined) wrote = done.wrote;
    if (done.newGeneration) attempt.generation += 1;
    if (done.rejection !== undefined) why = done.rejection;
  }
  return { kind: 'rejected', rejection: why };
}

type Again = {
  readonly kind: 'again';
  readonly newGeneration: boolean;
  readonly wrote?: Outcome;
  readonly rejection?: Rejection;
};
type Round = { readonly kind: 'outcome'; readonly outcome: Outcome } | Again;

const AGAIN: Again = { kind: 'again', newGeneration: false };

/** One part's creates: the brake counts them once, whatever they have to be repeated. */
interface CreateAttempt {
  generation: number;
  braked: boolean;
}

async function tryCreate(
  deps: SettleDeps,
  part: Part,
  step: CreateStep,
  attempt: CreateAttempt,
): Promise<Round> {
  const { directory, performer, brakes, stop } = deps;
  const slot = part.pipeline.index;
  if (!(await directory.proveAbsence(slot, part.ladder))) {
    return ended({
      kind: 'rejected',
      rejection: { code: 'existence_unproven', field: step.key.field },
    });
  }
  if (plan(deps, part).steps[0]?.kind !== 'create') return AGAIN;
  stop.check();
  if (!attempt.braked) brakes.create();
  attempt.braked = true;
  const performed = await performer.create(step, attempt.generation);
  switch (performed.kind) {
    case 'written':
      deps.claims[slot]?.claim(performed.customer.ref, part.identity);
      deps.recorder.warnings(part.pipeline, step.warnings);
      return ended({ kind: 'created', id: performed.customer.id }, deps, part, step);
    case 'replayed':
      return afterReplay(deps, part, performed);
    case 'rematch':
      await directory.lookAgain(slot, part.ladder);
      return again(performed);
    case 'gone':
      return { kind: 'again', newGeneration: true };
    case 'rejected':
      return ended(performed);
  }
}

function again({ newGeneration, rejection }: Performed & { readonly kind: 'rematch' }): Again {
  return { kind: 'again', newGeneration, ...(rejection === undefined ? {} : { rejection }) };
}

/** A replayed answer is a saved one: the customer may have changed or gone since. */
async function afterReplay(
  deps: SettleDeps,
  part: Part,
  performed: Performed & { readonly kind: 'replayed' },
): Promise<Round> {
  const customer = await deps.directory.retrieve(performed.id);
  if (customer === undefined) {
    await deps.directory.lookAgain(part.pipeline.index, part.ladder);
    return { kind: 'again', newGeneration: true };
  }
  const wrote: Outcome = { kind: 'created', id: customer.id };
  if (plan(deps, part).steps[0]?.kind === 'create') {
    // Made under this key once, and given another value since: not this profile's customer any
    // more.
    if (performed.ours) return ended(wrote);
    await deps.directory.lookAgain(part.pipeline.index, part.ladder);
    return { kind: 'again', newGeneration: true };
  }
  return { kind: 'again', newGeneration: false, ...(performed.ours ? { wrote } : {}) };
}

/** Updates the matched customers, each seen as it is once nobody else writes it. */
async function underHold(deps: SettleDeps, part: Part, match: Match): Promise<Round> {
  const refs = customersOf(match).map(({ ref }) => ref);
  const release = await deps.holds.take(refs);
  try {
    deps.stop.check();
    const { steps, match: now } = plan(deps, part);
    const held = customersOf(now).every(({ ref }) => refs.includes(ref));
    if (!held || steps.some(({ kind }) => kind === 'refresh' || kind === 'create')) return AGAIN;
    const updates = steps.filter((step) => step.kind === 'update');
    if (updates.length === 0) return ended(conclude(deps, part, steps));
    if (!claimed(deps, part, refs)) return ended(DUPLICATE);
    return await updateAll(deps, part, updates);
  } finally {
    release();
  }
}

async function updateAll(
  deps: SettleDeps,
  part: Part,
  steps: readonly UpdateStep[],
): Promise<Round> {
  const fields = new Set<string>();
  const id = steps[0]?.customer.id ?? '';
  const updated = (): Outcome => ({ kind: 'updated', id, fields: [...fields] });
  const once = (): Round => (fields.size === 0 ? AGAIN : { ...AGAIN, wrote: updated() });
  for (const step of steps) {
    deps.stop.check();
    deps.brakes.update(step.cleared);
    const performed = await deps.performer.update(step);
    switch (performed.kind) {
      case 'written':
        for (const field of step.fields) fields.add(field);
        deps.recorder.warnings(part.pipeline, step.warnings);
        deps.recorder.step(part.pipeline, step);
        break;
      case 'replayed':
        for (const field of step.fields) fields.add(field);
        await deps.directory.retrieve(performed.id);
        return once();
      case 'gone':
        deps.directory.forget(performed.id);
        await deps.directory.lookAgain(part.pipeline.index, part.ladder);
        return once();
      case 'rematch':
        await deps.directory.lookAgain(part.pipeline.index, part.ladder);
        return once();
      case 'rejected':
        return ended(performed);
    }
  }
  return { kind: 'outcome', outcome: updated() };
}

function ended(outcome: Outcome, deps?: SettleDeps, part?: Part, step?: CreateStep): Round {
  if (deps !== undefined && part !== undefined && step !== undefined) {
    deps.recorder.step(part.pipeline, step);
  }
  return { kind: 'outcome', outcome };
}
