import { PROGRESS_EVERY_MS } from '../model/limits.ts';
import type { OutcomeKind } from '../model/outcome.ts';
import type { Edges } from './edges.ts';
import type { Line } from './line.ts';

const KINDS: readonly OutcomeKind[] = [
  'created',
  'updated',
  'unchanged',
  'filtered',
  'skipped',
  'rejected',
];

/** One LOG INFO every ten seconds until `end`. */
export function reportProgress(line: Line, { clock, log }: Edges): { end(): void } {
  const ended = new AbortController();
  const startMs = clock.now();
  const loop = async () => {
    for (;;) {
      await clock.sleep(PROGRESS_EVERY_MS, ended.signal);
      log.info(progressText(line, clock.now() - startMs));
    }
  };
  loop().catch(() => undefined);
  return { end: () => ended.abort(new Error('the sync ended')) };
}

/** `Progress: 1,200 records read; created 40, …; 24.6 calls/s, 0 refused; about 3 min left`. */
export function progressText(line: Line, elapsedMs: number): string {
  const { tally, pace } = line;
  const calls = Object.values(pace.stats().operations);
  const sent = calls.reduce((sum, one) => sum + one.sent, 0);
  const refused = calls.reduce((sum, one) => sum + one.refused, 0);
  const counts = KINDS.map((kind) => `${kind} ${tally.total(kind)}`).join(', ');
  const perSecond = (sent / Math.max(elapsedMs, 1)) * 1000;
  const left = etaText(line, elapsedMs);
  return `Progress: ${tally.read} records read; ${counts}; ${perSecond.toFixed(1)} calls/s, ${refused} refused${left}`;
}

function etaText(line: Line, elapsedMs: number): string {
  const rows = line.estimatedRows();
  const { settled } = line.tally;
  if (rows <= settled || settled === 0) return '';
  const leftMs = (elapsedMs / settled) * (rows - settled);
  return `; about ${durationText(leftMs)} left of ${rows} announced rows`;
}

/** `45 s`, `12 min`, `3.4 h`. */
export function durationText(ms: number): string {
  if (ms < 90_000) return `${Math.ceil(ms / 1000)} s`;
  return ms < 5_400_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}
