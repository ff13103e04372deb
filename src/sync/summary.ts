import { READS_PER_MONTH_MIN } from '../model/limits.ts';
import type { Edges } from './edges.ts';
import type { Line } from './line.ts';
import type { PipelineTally } from './tally.ts';

/** The last words of a sync: one LOG per pipeline, the reads, and one line for machines. */
export function summarise(line: Line, { log }: Edges): void {
  for (const tally of line.tally.pipelines) log.info(pipelineText(tally));
  const reads = line.directory.reads();
  const total = reads.list + reads.retrieve + reads.search;
  const percent = ((total / READS_PER_MONTH_MIN) * 100).toFixed(1);
  log.info(
    `Reads: ${total} (list ${reads.list}, retrieve ${reads.retrieve}, search ${reads.search}), ${percent} % of the ${READS_PER_MONTH_MIN} that every account may read in 30 days; a sync like this may run ${Math.floor(READS_PER_MONTH_MIN / Math.max(total, 1))} times in that time`,
  );
  log.info(`summary ${JSON.stringify(machineSummary(line))}`);
}

/** Counts as one JSON value; the same for `write`, `plan` and the report. */
export function machineSummary(line: Line) {
  return {
    records: line.tally.read,
    rejected_records: line.tally.rejected,
    reads: line.directory.reads(),
    pipelines: line.tally.pipelines.map(({ name, read, outcomes, reasons, cleared }) => ({
      name,
      read,
      ...outcomes,
      cleared,
      reasons: Object.fromEntries(reasons),
    })),
  };
}

function pipelineText({ name, read, outcomes, reasons }: PipelineTally): string {
  const counts = Object.entries(outcomes).map(([kind, count]) => `${kind} ${count}`);
  const why = [...reasons].map(([reason, count]) => `${reason} ${count}`);
  const because = why.length === 0 ? '' : ` (${why.join(', ')})`;
  return `Pipeline "${name}": read ${read}, ${counts.join(', ')}${because}`;
}
