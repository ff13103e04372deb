import type { Outcome } from '../model/outcome.ts';
import type { MapResult } from '../model/pipeline.ts';
import type { Entry, Part } from './entry.ts';

const FILTERED: Outcome = { kind: 'filtered' };
const DELETED: Outcome = { kind: 'skipped', reason: 'source_deleted' };
const FILTER_FAILED: Outcome = { kind: 'rejected', rejection: { code: 'filter_failed' } };

/**
 * Filters and maps a batch of entries, pipeline by pipeline. A promise only where a filter or a
 * mapping needs one.
 */
export function transform(entries: readonly Entry[]): Promise<void> | undefined {
  const groups = new Map<number, Todo[]>();
  const waits: Promise<void>[] = [];
  for (const entry of entries) {
    for (const part of entry.parts) {
      if (entry.record.deleted) {
        part.outcome = DELETED;
        continue;
      }
      const todo = { entry, part };
      const group = groups.get(part.pipeline.index);
      if (group === undefined) groups.set(part.pipeline.index, [todo]);
      else group.push(todo);
    }
  }
  for (const group of groups.values()) {
    const wait = filterAndMap(group);
    if (wait !== undefined) waits.push(wait);
  }
  return waits.length === 0 ? undefined : Promise.all(waits).then(() => undefined);
}

interface Todo {
  readonly entry: Entry;
  readonly part: Part;
}

function filterAndMap(group: readonly Todo[]): Promise<void> | undefined {
  const waits: Promise<void>[] = [];
  for (const { entry, part } of group) {
    const wait = applyFilter(entry, part);
    if (wait !== undefined) waits.push(wait);
  }
  if (waits.length === 0) return map(group);
  return Promise.all(waits).then(() => map(group));
}

function applyFilter(entry: Entry, part: Part): Promise<void> | undefined {
  try {
    const kept = part.pipeline.keep(entry.record.profile);
    if (kept === true) return undefined;
    if (kept === false) part.outcome = FILTERED;
    else return kept.then(settleLate(part), fail(part));
  } catch {
    part.outcome = FILTER_FAILED;
  }
  return undefined;
}

function settleLate(part: Part): (kept: boolean) => void {
  return (kept) => {
    if (!kept) part.outcome = FILTERED;
  };
}

function fail(part: Part): () => void {
  return () => {
    part.outcome = FILTER_FAILED;
  };
}

function map(group: readonly Todo[]): Promise<void> | undefined {
  const kept = group.filter(({ part }) => part.outcome === undefined);
  const pipeline = kept[0]?.part.pipeline;
  if (pipeline === undefined) return undefined;
  const results = pipeline.map(kept.map(({ entry }) => entry.record));
  if (results instanceof Promise) return results.then((done) => assign(kept, done));
  assign(kept, results);
  return undefined;
}

function assign(kept: readonly Todo[], results: readonly MapResult[]): void {
  for (const [at, { entry, part }] of kept.entries()) {
    const result = results[at];
    if (result === undefined) throw new Error('a transformation lost a record');
    if (result.kind === 'draft') {
      part.draft = result.draft;
      part.ladder = part.pipeline.ladderOf(entry.record.profile);
    } else if (result.kind === 'dropped') part.outcome = FILTERED;
    else part.outcome = { kind: 'rejected', rejection: result.rejection };
  }
}
