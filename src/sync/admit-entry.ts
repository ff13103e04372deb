import type { Ledger, Ticket } from '../checkpoint/ledger.ts';
import { InvariantError } from '../model/failure.ts';
import type { RecordMessage } from '../model/message.ts';
import { type Admitted, createAdmission } from '../route/admit.ts';
import type { Route } from '../route/compile-routes.ts';
import { Versions } from '../route/superseded.ts';
import type { Compiled } from './compile.ts';
import { type Entry, identityOf, type Part } from './entry.ts';
import type { Pipeline } from './pipeline.ts';
import type { Tally } from './tally.ts';

export interface AdmitDeps {
  readonly compiled: Compiled;
  readonly ledger: Ledger;
  readonly tally: Tally;
}

/** RECORD → entry, counted in the ledger; undefined when no pipeline takes it and it is settled. */
export function createAdmit({ compiled, ledger, tally }: AdmitDeps) {
  const admission = createAdmission(compiled.routes);
  const versions = new Versions<Entry>();
  const pipelinesOf = new Map<Route, readonly Pipeline[]>();
  for (const route of compiled.routes.values()) {
    const pipelines = route.pipelines.flatMap((index) => compiled.pipelines[index] ?? []);
    pipelinesOf.set(route, pipelines);
  }
  const admit = (message: RecordMessage): Entry | undefined => {
    const admitted = admission(message);
    if (admitted === undefined) throw unknownStream(message.stream);
    tally.read += 1;
    const ticket = ledger.admit(admitted.route.streamKey);
    const pipelines = pipelinesOf.get(admitted.route) ?? [];
    if (pipelines.length === 0) {
      tally.settled += 1;
      ledger.settle(ticket, false);
      return undefined;
    }
    const entry = toEntry(admitted, pipelines, ticket);
    const earlier = versions.note(entry.record.streamKey, entry.identity, entry);
    if (earlier !== undefined) earlier.superseded = true;
    return entry;
  };
  return { admit, versions };
}

function toEntry({ record }: Admitted, pipelines: readonly Pipeline[], ticket: Ticket): Entry {
  const keyed = record.primaryKey !== undefined;
  const parts: Part[] = pipelines.map((pipeline) => ({
    pipeline,
    identity: identityOf(record, keyed ? [] : pipeline.ladderOf(record.profile)),
    draft: undefined,
    ladder: [],
    outcome: undefined,
  }));
  const identity = keyed || parts.length === 1 ? parts[0]?.identity : together(parts);
  return { record, parts, ticket, identity: identity ?? '', superseded: false, rejected: false };
}

/** Without a primary key, one record supersedes another only where every pipeline agrees. */
function together(parts: readonly Part[]): string {
  return JSON.stringify(parts.map(({ identity }) => identity));
}

function unknownStream(stream: string): InvariantError {
  return new InvariantError(
    'record_unknown_stream',
    `A record belongs to the stream "${stream}", which the catalog does not have — refresh the connection's schema`,
  );
}
