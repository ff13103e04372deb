import { createDecoder } from '../decode/decode.ts';
import { GRACE_MS } from '../model/limits.ts';
import type { Message, RecordMessage } from '../model/message.ts';
import type { Edges } from './edges.ts';
import type { Entry } from './entry.ts';
import type { Job } from './job.ts';
import { type Line, openLine } from './line.ts';
import { reportProgress } from './progress.ts';
import type { Stop } from './stop.ts';
import { summarise } from './summary.ts';
import { transform } from './transform.ts';

/**
 * Reads messages until the input ends and acknowledges each STATE once everything before it is
 * settled. Throws what ended the sync early, after whatever was settled by then has been
 * acknowledged.
 */
export async function run(job: Job, edges: Edges): Promise<Line> {
  const line = openLine(job, edges);
  const progress = reportProgress(line, edges);
  try {
    await untilStopped(settleAll(line, edges), edges.stop);
    edges.stop.check();
    await line.outbox.settled();
    edges.stop.check();
    line.chronicle.close();
    line.finish();
    summarise(line, edges);
    return line;
  } catch (error) {
    edges.stop.now(error);
    await withinGrace(line.lanes.idle(), edges);
    await withinGrace(line.outbox.settled(), edges);
    line.chronicle.close();
    throw edges.stop.reason;
  } finally {
    progress.end();
    line.close();
  }
}

async function settleAll(line: Line, edges: Edges): Promise<void> {
  await readAll(line, edges);
  await line.drain();
}

/** Throws the reason for stopping at once, whatever the work still waits for. */
async function untilStopped(work: Promise<void>, stop: Stop): Promise<void> {
  work.catch(() => undefined);
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const end = () => reject(stop.reason);
  stop.signal.addEventListener('abort', end, { once: true });
  if (stop.stopped) end();
  try {
    await Promise.race([work, stopped]);
  } finally {
    stop.signal.removeEventListener('abort', end);
    stopped.catch(() => undefined);
  }
}

/** Waits for the promise, but no longer than the grace period. */
async function withinGrace(settling: Promise<void>, { clock }: Edges): Promise<void> {
  const over = new AbortController();
  const late = clock.sleep(GRACE_MS, over.signal).catch(() => undefined);
  await Promise.race([settling, late]);
  over.abort(new Error('settled'));
}

async function readAll(line: Line, edges: Edges): Promise<void> {
  const decoder = createDecoder();
  for await (const chunk of edges.input) {
    edges.stop.check();
    await take(line, decoder.push(chunk));
    const behind = edges.output.drained();
    if (behind !== undefined) await behind;
  }
  edges.stop.check();
  await take(line, decoder.end());
}

/** Records go on in batches, in order; everything else is taken in its place between them. */
async function take(line: Line, messages: readonly Message[]): Promise<void> {
  const batch: Entry[] = [];
  for (const message of messages) {
    if (message.kind === 'record') batch.push(...admitted(line, message));
    else line.notice(message);
  }
  if (batch.length === 0) return;
  const mapped = transform(batch);
  if (mapped !== undefined) await mapped;
  for (const entry of batch) {
    line.window.push(entry);
    if (!line.window.overfull) continue;
    const wait = line.advance();
    if (wait !== undefined) await wait;
  }
}

function admitted(line: Line, message: RecordMessage): readonly Entry[] {
  const entry = line.admit(message);
  return entry === undefined ? [] : [entry];
}
