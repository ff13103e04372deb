import { createDecoder } from '../decode/decode.ts';
import type { Config } from '../model/config.ts';
import { GRACE_MS } from '../model/limits.ts';
import type { Message, RecordMessage } from '../model/message.ts';
import type { OutcomeListener } from './chronicle.ts';
import type { Compiled } from './compile.ts';
import type { Edges } from './edges.ts';
import type { Entry } from './entry.ts';
import { type Line, openLine } from './line.ts';
import { reportProgress } from './progress.ts';
import { summarise } from './summary.ts';
import { transform } from './transform.ts';

/** One sync: what to do, and with what. */
export interface Job {
  readonly config: Config;
  readonly compiled: Compiled;
  /** Pretend every write and acknowledge nothing. */
  readonly dryRun: boolean;
  readonly listener?: OutcomeListener;
}

/**
 * Reads messages until the input ends and acknowledges each STATE once everything before it is settled. Throws
 * what ended the sync early, after whatever was settled by then has been acknowledged.
 */
export async function run(job: Job, edges: Edges): Promise<Line> {
  const line = openLine(job, edges);
  const progress = reportProgress(line, edges);
  try {
    await readAll(line, edges);
    await line.drain();
    edges.stop.check();
    await line.outbox.settled();
    edges.stop.check();
    line.chronicle.close();
    line.finish();
    summarise(line, edges);
    return line;
  } catch (error) {
    edges.stop.now(error);
    await Promise.race([line.lanes.idle(), edges.clock.sleep(GRACE_MS)]);
    await Promise.race([line.outbox.settled(), edges.clock.sleep(GRACE_MS)]);
    line.chronicle.close();
    throw edges.stop.reason;
  } finally {
    progress.end();
    line.close();
  }
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
