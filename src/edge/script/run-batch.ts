import { SCRIPT_CHUNK_CHARACTERS_MAX, SCRIPT_CHUNK_RECORDS_MAX } from '../../model/limits.ts';
import type { Profiled, ScriptResult } from '../../model/ports.ts';
import { LIMITS } from './fault.ts';
import { failedResult } from './wire.ts';

/** What became of one chunk. */
export type ChunkAnswer =
  | { readonly kind: 'answer'; readonly text: string }
  /** The engine ended while it worked on the record `at`; a fresh one takes its place. */
  | { readonly kind: 'lost'; readonly at: number; readonly code: 'timeout' | 'memory' };

/** One language's engine as a batch needs it. */
export interface ChunkRunner {
  /** Never rejects for what a user's function does; resolves in the order of the calls. */
  run(profiles: readonly Profiled[]): Promise<ChunkAnswer>;
  /** Throws when the answer is not one result for each of `count` records. */
  read(text: string, count: number): readonly ScriptResult[];
}

/**
 * Runs a batch chunk by chunk, the next one under way while an answer is read. A record that ends its
 * engine is rejected and the others of its chunk are run again.
 */
export async function runBatch(
  profiles: readonly Profiled[],
  runner: ChunkRunner,
): Promise<ScriptResult[]> {
  const results = new Array<ScriptResult>(profiles.length);
  const queue = cut(profiles);
  let running = start(profiles, queue.shift(), runner);
  while (running !== undefined) {
    const { range, pending } = running;
    const answer = await pending;
    const lost = answer.kind === 'lost' ? settleLost(answer, range, results) : [];
    queue.unshift(...lost);
    running = start(profiles, queue.shift(), runner);
    if (answer.kind === 'answer') place(runner.read(answer.text, range.to - range.from), range);
  }
  return results;

  function place(read: readonly ScriptResult[], { from }: Range): void {
    for (const [index, result] of read.entries()) results[from + index] = result;
  }
}

/** Positions [from, to) of the batch; `again` marks a record that gets its second chance alone. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly again?: boolean;
}

interface Running {
  readonly range: Range;
  readonly pending: Promise<ChunkAnswer>;
}

function start(
  profiles: readonly Profiled[],
  range: Range | undefined,
  runner: ChunkRunner,
): Running | undefined {
  if (range === undefined) return undefined;
  return { range, pending: runner.run(profiles.slice(range.from, range.to)) };
}

/**
 * What is left to run. Memory may have been eaten by the records before: the one that met the limit is
 * tried once more in a fresh engine before it is rejected.
 */
function settleLost(
  { at, code }: ChunkAnswer & { readonly kind: 'lost' },
  { from, to, again }: Range,
  results: ScriptResult[],
): Range[] {
  const guilty = Math.min(Math.max(from + at, from), to - 1);
  const parts: Range[] = [];
  if (guilty > from) parts.push({ from, to: guilty });
  if (code === 'memory' && !again) parts.push({ from: guilty, to: guilty + 1, again: true });
  else results[guilty] = failedResult(code, LIMITS[code]);
  if (guilty + 1 < to) parts.push({ from: guilty + 1, to });
  return parts;
}

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
