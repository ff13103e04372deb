import { stringifyLossless } from '../lib/lossless-json.ts';
import { printableKey } from '../lib/printable-key.ts';
import type { Warning } from '../model/draft.ts';
import { errorEntry } from '../model/error-registry.ts';
import { REJECTIONS_IN_FULL_MAX } from '../model/limits.ts';
import type { Outcome, Rejection } from '../model/outcome.ts';
import type { Digest } from '../model/ports.ts';
import type { CreateStep, UpdateStep } from '../model/step.ts';
import type { Brakes } from './brakes.ts';
import type { Log } from './edges.ts';
import type { Entry, Part } from './entry.ts';
import type { Outbox } from './outbox.ts';
import type { Pipeline } from './pipeline.ts';
import type { Recorder } from './recorder.ts';
import type { Tally } from './tally.ts';

const BATCH_KEYS_MAX = 100;

export interface ChronicleDeps {
  readonly tally: Tally;
  readonly brakes: Brakes;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly digest: Digest;
  readonly settle: (entry: Entry) => void;
  /** Hears every outcome: a plan, a report. */
  readonly listener?: OutcomeListener;
}

export interface OutcomeListener {
  outcome(entry: Entry, part: Part, outcome: Outcome): void;
  step(pipeline: Pipeline, step: CreateStep | UpdateStep): void;
}

/** Counts, logs without values, and hands rejected records to their store. */
export class Chronicle implements Recorder {
  readonly #deps: ChronicleDeps;
  readonly #warned = new Set<string>();
  readonly #batches = new Map<string, string[]>();
  #full = 0;

  constructor(deps: ChronicleDeps) {
    this.#deps = deps;
  }

  outcome(entry: Entry, part: Part, outcome: Outcome): void {
    const { tally, listener } = this.#deps;
    part.outcome = outcome;
    tally.count(part.pipeline.index, outcome);
    listener?.outcome(entry, part, outcome);
    if (outcome.kind === 'rejected') this.#reject(entry, part, outcome.rejection);
  }

  step(pipeline: Pipeline, step: CreateStep | UpdateStep): void {
    if (step.kind === 'update') {
      const tally = this.#deps.tally.pipelines[pipeline.index];
      if (tally !== undefined) tally.cleared += step.cleared;
    }
    this.#deps.listener?.step(pipeline, step);
  }

  warnings(pipeline: Pipeline, warnings: readonly Warning[]): void {
    for (const { code, field } of warnings) {
      const name = pipeline.config.name;
      const once = `${name}\u0000${code}\u0000${field ?? ''}`;
      if (this.#warned.has(once)) continue;
      this.#warned.add(once);
      const { what, fix } = errorEntry(code);
      const where = field === undefined ? '' : ` (field ${field})`;
      this.#deps.log.warn(`${code} in pipeline "${name}"${where}: ${what} ${fix}`);
    }
  }

  settled(entry: Entry): void {
    const { tally, brakes, settle } = this.#deps;
    tally.settled += 1;
    if (entry.rejected) tally.rejected += 1;
    settle(entry);
    brakes.rejected(tally.rejected, tally.settled);
  }

  /** Prints what is left of the batches of keys. */
  close(): void {
    for (const [where, keys] of this.#batches) this.#printBatch(where, keys);
    this.#batches.clear();
  }

  #reject(entry: Entry, part: Part, rejection: Rejection): void {
    entry.rejected = true;
    const { outbox, digest, log } = this.#deps;
    const { name } = part.pipeline.config;
    outbox.reject(() => rejectLine(entry, name, rejection));
    const key = printableKey(entry.record, digest);
    if (this.#full < REJECTIONS_IN_FULL_MAX) {
      this.#full += 1;
      log.warn(rejectionText(name, key, rejection));
      return;
    }
    const where = `${rejection.code} in pipeline "${name}"`;
    const keys = this.#batches.get(where) ?? [];
    keys.push(key);
    if (keys.length < BATCH_KEYS_MAX) this.#batches.set(where, keys);
    else {
      this.#batches.delete(where);
      this.#printBatch(where, keys);
    }
  }

  #printBatch(where: string, keys: readonly string[]): void {
    this.#deps.log.warn(`Rejected: ${where}: ${keys.join(', ')}`);
  }
}

function rejectionText(pipeline: string, key: string, rejection: Rejection): string {
  const { code, field, detail, stripe } = rejection;
  const { what, fix } = errorEntry(code);
  const facts = [
    field === undefined ? undefined : `field ${field}`,
    detail,
    stripe?.status === undefined ? undefined : `HTTP ${stripe.status}`,
    stripe?.code === undefined ? undefined : `Stripe code ${stripe.code}`,
    stripe?.param === undefined ? undefined : `param ${stripe.param}`,
    stripe?.requestId === undefined ? undefined : `request ${stripe.requestId}`,
    stripe?.message,
  ].filter((fact) => fact !== undefined);
  const why = facts.length === 0 ? '' : ` (${facts.join('; ')})`;
  return `Rejected: ${code} in pipeline "${pipeline}", record ${key}${why}: ${what} ${fix}`;
}

/** One line of the reject store: the record, and why. */
function rejectLine(entry: Entry, pipeline: string, rejection: Rejection): string {
  const { streamKey, profile, primaryKey, ordinal } = entry.record;
  const [namespace, stream] = streamKey.includes('\u0000')
    ? streamKey.split('\u0000')
    : [undefined, streamKey];
  const { code, field, detail, stripe } = rejection;
  return stringifyLossless({
    stream,
    ...(namespace === undefined ? {} : { namespace }),
    pipeline,
    code,
    ...(field === undefined ? {} : { field }),
    ...(detail === undefined ? {} : { detail }),
    ...(stripe === undefined ? {} : { stripe }),
    ...(primaryKey === undefined ? {} : { primary_key: primaryKey }),
    ordinal,
    record: profile,
  });
}
