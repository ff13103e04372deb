import { noSuch } from './api-error.ts';
import type { Row } from './customers.ts';
import type { Caller } from './keys.ts';
import type { Settings } from './options.ts';
import type { Partition } from './partition.ts';
import type { Json, JsonObject } from './types.ts';

/** What an operation works with at the moment of its execution. */
export interface Context {
  readonly partition: Partition;
  readonly caller: Caller;
  readonly settings: Settings;
  readonly nowMs: number;
  readonly seed: number;
  /** Path parameters by name. */
  readonly ids: { readonly [name: string]: string };
  readonly params: JsonObject;
}

/** Executes at once and gives what builds the answer; throws `ApiError`. */
export type Run = (context: Context) => () => Json;

/** The customer of the path; deleted ones are as good as unknown. */
export function liveRow({ partition, ids }: Context): Row {
  const id = ids['customer'] as string;
  const row = partition.customers.get(id);
  if (!row || row.deleted) throw noSuch('customer', id, 'id');
  return row;
}
