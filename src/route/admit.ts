import { stringifyLossless } from '../lib/lossless-json.ts';
import { compilePath, type ReadProperty } from '../lib/property-path.ts';
import type { RecordMessage } from '../model/message.ts';
import type { Profile, SourceRecord } from '../model/record.ts';
import type { Route, Routes } from './compile-routes.ts';
import { isSourceColumn, strip } from './strip.ts';

/** A record and the route it takes. */
export interface Admitted {
  readonly record: SourceRecord;
  readonly route: Route;
}

/** Finds a message's route and takes the source's own columns out; undefined = no such stream. */
export function createAdmission(routes: Routes): (message: RecordMessage) => Admitted | undefined {
  const gates = gatesByName(routes);
  let ordinal = 0;
  let gate: Gate | undefined;
  return (message) => {
    const { stream, namespace } = message;
    if (gate === undefined || gate.name !== stream || gate.namespace !== namespace) {
      gate = gates.get(stream)?.find((one) => one.namespace === namespace);
      if (gate === undefined) return undefined;
    }
    ordinal += 1;
    return { record: toRecord(message, gate, ordinal), route: gate.route };
  };
}

/** A route with what reads its records. */
interface Gate {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly route: Route;
  readonly primaryKeyOf: (data: Profile) => string | undefined;
}

function gatesByName(routes: Routes): ReadonlyMap<string, readonly Gate[]> {
  const gates = new Map<string, Gate[]>();
  for (const route of routes.values()) {
    const { name, namespace, primaryKey } = route.stream;
    const gate = { name, namespace, route, primaryKeyOf: compilePrimaryKey(primaryKey) };
    const others = gates.get(name);
    if (others === undefined) gates.set(name, [gate]);
    else others.push(gate);
  }
  return gates;
}

function toRecord(message: RecordMessage, gate: Gate, ordinal: number): SourceRecord {
  const { data, nulled, truncated, bytes } = message;
  let profile: Profile = data;
  let deleted = false;
  if (nulled.length > 0 || hasSourceColumn(data)) {
    profile = strip(data, nulled);
    deleted = isSet(data, '_ab_cdc_deleted_at');
  }
  return {
    ordinal,
    streamKey: gate.route.streamKey,
    profile,
    primaryKey: gate.primaryKeyOf(data),
    deleted,
    truncated,
    nulled,
    bytes,
  };
}

function hasSourceColumn(data: Profile): boolean {
  for (const key in data) if (isSourceColumn(key)) return true;
  return false;
}

function isSet(data: Profile, column: string): boolean {
  const value = data[column];
  return value !== undefined && value !== null && value !== '';
}

/** A single key as its plain text, so that a log can name it; a composite one as a JSON list. */
function compilePrimaryKey(
  paths: readonly (readonly string[])[],
): (data: Profile) => string | undefined {
  const [first, ...more] = paths.map(compilePath);
  if (first === undefined) return () => undefined;
  return more.length === 0 ? compileSingle(first) : compileComposite([first, ...more]);
}

function compileSingle(read: ReadProperty): (data: Profile) => string | undefined {
  return (data) => {
    const value = read(data);
    if (typeof value === 'string') return value;
    return value === undefined || value === null ? undefined : stringifyLossless(value);
  };
}

function compileComposite(reads: readonly ReadProperty[]): (data: Profile) => string | undefined {
  return (data) => {
    const parts = reads.map((read) => read(data));
    const whole = parts.every((part) => part !== undefined && part !== null);
    return whole ? stringifyLossless(parts) : undefined;
  };
}
