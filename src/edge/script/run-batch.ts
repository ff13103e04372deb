import { SCRIPT_CHUNK_CHARACTERS_MAX, SCRIPT_CHUNK_RECORDS_MAX } from '../../model/limits.ts';
import type { Profiled, ScriptResult } from '../../model/ports.ts';
import { LIMITS } from './fault.ts';
import type { Lost } from './host.ts';
import { failedResult } from './wire.ts';

/** What became of one chunk. */
export type ChunkAnswer = { readonly kind: 'answer'; readonly text: string } | Lost;

/** One language's engine as a batch needs it. */
export interface ChunkRunner {
  /**
   * Several may be under way; they are worked on in order. Never rejects for what a record does.
   */
  run(profiles: readonly Profiled[], careful: boolean): Promise<ChunkAnswer>;
  /** undefined when the answer is not one result for each of `count` records. */
  read(text: string, count: number): readonly ScriptResult[] | undefined;
}

/**
 * Runs a batch chunk by chunk, the next one waiting at the engine while an answer is read. A record
 * that ends its engine is rejected and the others of its chunk are run again.
 */
export async function runBatch(
  profiles: readonly Profiled[],
  runner: ChunkRunner,
): Promise<ScriptResult[]> {
  const results = new Array<ScriptResult>(profiles.length);
  const queue = cut(profiles);
  const running: Running[] = [];
  const fill = () => {
    while (running.length < UNDER_WAY && queue.length > 0) {
      const range = queue.shift() as Range;
      const pending = runner.run(profiles.slice(range.from, range.to), range.careful === true);
      pending.catch(() => undefined);
      running.push({ range, pending });
    }
  };
  for (fill(); running.length > 0; fill()) {
    const { range, pending } = running.shift() as Running;
    const answer = await pending;
    if (answer.kind === 'lost') {
      queue.unshift(...settleLost(answer, range, results));
      continue;
    }
    fill();
    queue.unshift(...placeAnswer(runner, answer.text, range, results));
  }
  return results;
}

/**
 * Takes in what was read; a record that met the memory limit is run once more in a fresh engine.
 */
function placeAnswer(
  runner: ChunkRunner,
  text: string,
  range: Range,
  results: ScriptResult[],
): Range[] {
  const { from, to, again } = range;
  const read = runner.read(text, to - from);
  if (read === undefined) return runAlone(range, results, 'failed', SPOILT);
  const parts: Range[] = [];
  for (const [index, result] of read.entries()) {
    const at = from + index;
    const full = result.kind === 'failed' && result.code === 'transformation_memory';
    if (full && !again) parts.push({ from: at, to: at + 1, again: true });
    else results[at] = result;
  }
  return parts;
}

/** One that the engine works on, one that waits there. */
const UNDER_WAY = 2;

/** Positions [from, to) of the batch. */
interface Range {
  readonly from: number;
  readonly to: number;
  /** A record that gets its second chance in a fresh engine. */
  readonly again?: boolean;
  /** The engine must tell each record before it begins it. */
  readonly careful?: boolean;
}

interface Running {
  readonly range: Range;
  readonly pending: Promise<ChunkAnswer>;
}

/**
 * What is left to run. Memory may have been eaten by the records before: the one that met the limit
 * is tried once more in a fresh engine before it is rejected.
 */
function settleLost(lost: Lost, range: Range, results: ScriptResult[]): Range[] {
  const { from, to, again } = range;
  if (lost.code === 'unread') return runAlone(range, results, 'memory', UNREAD);
  const guilty = Math.min(from + Math.max(lost.at, 0), to - 1);
  const parts: Range[] = guilty > from ? [{ from, to: guilty }] : [];
  if (lost.vague && to - guilty > 1) return [...parts, { from: guilty, to, careful: true }];
  if (lost.code === 'memory' && !again) parts.push({ from: guilty, to: guilty + 1, again: true });
  else results[guilty] = lostResult(lost.code);
  if (guilty + 1 < to) parts.push({ from: guilty + 1, to });
  return parts;
}

function lostResult(code: Exclude<Lost['code'], 'unread'>): ScriptResult {
  return failedResult(code === 'ended' ? 'failed' : code, LIMITS[code]);
}

/**
 * One record among them spoils the others: each goes alone, and the one that is alone is rejected.
 */
function runAlone(
  { from, to }: Range,
  results: ScriptResult[],
  code: 'memory' | 'failed',
  detail: string,
): Range[] {
  if (to - from > 1) {
    return Array.from({ length: to - from }, (_, index) => ({
      from: from + index,
      to: from + index + 1,
    }));
  }
  results[from] = failedResult(code, detail);
  return [];
}

const UNREAD = 'the record is too large or nested too deeply';
const SPOILT = 'the function spoilt the answer of the engine';

/** Cuts by count and by a rough size, so that large records go in small company. */
function cut(profiles: readonly Profiled[]): Range[] {
  const ranges: Range[] = [];
  let from = 0;
  let characters = 0;
  for (const [index, profile] of profiles.entries()) {
    const size = roughSize(profile);
    const full = index - from >= SCRIPT_CHUNK_RECORDS_MAX;
    if (index > from && (full || characters + size > SCRIPT_CHUNK_CHARACTERS_MAX)) {
      ranges.push({ from, to: index });
      from = index;
      characters = 0;
    }
    characters += size;
  }
  if (from < profiles.length) ranges.push({ from, to: profiles.length });
  return ranges;
}

/** Characters of the texts in a value; what is small and fixed counts a little. */
function roughSize(value: unknown): number {
  if (typeof value === 'string') return value.length + 3;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 8;
  for (const key in value) {
    size += key.length + roughSize((value as { readonly [key: string]: unknown })[key]);
  }
  return size;
}
