import { Ledger } from '../checkpoint/ledger.ts';
import { spliceStats } from '../encode/state-line.ts';
import {
  IN_FLIGHT_BYTES_MAX,
  IN_FLIGHT_RECORDS_MAX,
  LOOKAHEAD_BYTES_MAX,
  LOOKAHEAD_RECORDS_MAX,
} from '../model/limits.ts';
import type { Message, RecordMessage } from '../model/message.ts';
import type { Customers, Directory } from '../model/ports.ts';
import { Claims } from '../route/claims.ts';
import { Pace } from '../write/pace.ts';
import { pacedCustomers } from '../write/paced-customers.ts';
import { createAdmit } from './admit-entry.ts';
import { createAdvance } from './advance.ts';
import { type Brakes, createBrakes } from './brakes.ts';
import { Chronicle } from './chronicle.ts';
import type { Edges } from './edges.ts';
import type { Entry } from './entry.ts';
import { Holds } from './holds.ts';
import type { Job } from './job.ts';
import { Lanes } from './lanes.ts';
import { createNotice } from './notice.ts';
import { Outbox } from './outbox.ts';
import { createPretender, createWriter, type Performer } from './performer.ts';
import { createSettler } from './settle.ts';
import { siblingsOf } from './slot.ts';
import { spoolOf } from './spooled.ts';
import { Tally } from './tally.ts';
import { Window } from './window.ts';

/** The assembled line of one sync. */
export interface Line {
  readonly tally: Tally;
  readonly lanes: Lanes;
  readonly window: Window;
  readonly outbox: Outbox;
  readonly chronicle: Chronicle;
  readonly directory: Directory;
  readonly pace: Pace;
  /** Rows that the source announced; 0 = unknown. */
  estimatedRows(): number;
  admit(message: RecordMessage): Entry | undefined;
  notice(message: Exclude<Message, RecordMessage>): void;
  /** Settles the front of the window, or puts it into a lane; undefined = done at once. */
  advance(): Promise<void> | undefined;
  /** Settles everything that was read, spooled profiles last. */
  drain(): Promise<void>;
  /** Prints what is left to say and checks that nothing is open. */
  finish(): void;
  close(): void;
}

/** Puts the stages together over the edges. */
export function openLine(job: Job, edges: Edges): Line {
  const { compiled } = job;
  const { pipelines } = compiled;
  const { log, stop, clock } = edges;
  const tally = new Tally(pipelines.map((pipeline) => pipeline.config.name));
  const outbox = new Outbox(edges.output, edges.rejects, (error) => stop.now(error));
  const ledger = new Ledger((raw, stats) => {
    if (!job.dryRun) outbox.state(spliceStats(raw, stats));
  });
  const brakes = createBrakes(job.dryRun ? UNLIMITED : job.config.safetyLimits);
  const chronicle = openChronicle(job, edges, { tally, brakes, outbox, ledger });
  const pace = new Pace(job.config.rateLimit, clock);
  const customers = pacedCustomers(edges.customers, {
    pace,
    clock,
    random: edges.random,
    signal: stop.signal,
  });
  const directory = openTheDirectory(job, edges, customers);
  const lanes = new Lanes({ tasksMax: IN_FLIGHT_RECORDS_MAX, bytesMax: IN_FLIGHT_BYTES_MAX });
  const window = new Window({ recordsMax: LOOKAHEAD_RECORDS_MAX, bytesMax: LOOKAHEAD_BYTES_MAX });
  const settler = createSettler({
    directory,
    performer: openPerformer(job, edges, customers, directory),
    holds: new Holds(),
    brakes,
    clock,
    recorder: chronicle,
    stop,
    claims: pipelines.map(({ spooled }) => (spooled ? ALWAYS : new Claims())),
  });
  const common = { settler, recorder: chronicle, directory, stop };
  const spool = spoolOf({ ...common, lanes, pipelines, open: edges.openSpool });
  const { admit, versions } = createAdmit({ compiled, ledger, tally });
  const { advance, drain } = createAdvance({ ...common, window, lanes, spool, versions });
  const { notice, estimatedRows, finish } = createNotice({ ledger, versions, log, compiled });
  const close = () => {
    directory.close();
    spool.close();
  };
  const shown = { tally, lanes, window, outbox, chronicle, directory, pace };
  return { ...shown, estimatedRows, admit, notice, advance, drain, finish, close };
}

const ALWAYS = { claim: () => true };
/** A dry run shows what a limit would have stopped. */
const UNLIMITED = { maxRejectedPercent: 100 };

interface Books {
  readonly tally: Tally;
  readonly brakes: Brakes;
  readonly outbox: Outbox;
  readonly ledger: Ledger;
}

function openChronicle(
  { listener }: Job,
  { log, digest }: Edges,
  { tally, brakes, outbox, ledger }: Books,
): Chronicle {
  const settle = (entry: Entry) => ledger.settle(entry.ticket, entry.rejected);
  const heard = listener === undefined ? {} : { listener };
  return new Chronicle({ tally, brakes, log, outbox, digest, settle, ...heard });
}

function openTheDirectory(
  { config, compiled: { pipelines } }: Job,
  { openDirectory, log }: Edges,
  customers: Customers,
): Directory {
  const slots = pipelines.map(({ slot }) => slot);
  const { operationPerSecond, sharePercent } = config.rateLimit;
  return openDirectory({
    customers,
    slots: [...slots, siblingsOf(slots)],
    listener: { note: (message) => log.info(message) },
    listPerSecond: (operationPerSecond * sharePercent) / 100,
    mayCreate: pipelines.some(
      ({ active, policy }) => active && policy.exportMode !== 'update_only',
    ),
  });
}

function openPerformer(
  { dryRun, config }: Job,
  { digest, newId }: Edges,
  customers: Customers,
  directory: Directory,
): Performer {
  if (dryRun) return createPretender(directory);
  const account = config.connectedAccount ?? '';
  return createWriter({
    customers,
    directory,
    digest,
    newId,
    account,
    mode: config.stripeMode,
  });
}
