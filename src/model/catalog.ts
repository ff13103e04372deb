/** The configured catalog, reduced to what a destination needs. */
export interface Catalog {
  readonly streams: readonly CatalogStream[];
}

export interface CatalogStream {
  readonly name: string;
  /** Absent, null and "" are one: undefined. */
  readonly namespace: string | undefined;
  /**
   * Paths of the primary key's parts; the source's own where the connection names none; [] = none.
   */
  readonly primaryKey: readonly (readonly string[])[];
  readonly destinationSyncMode: string;
  /** Present: data activation; record keys are already customer fields. */
  readonly destinationObjectName: string | undefined;
}

/** One text per (namespace, stream). */
export function streamKey(namespace: string | undefined, stream: string): string {
  return namespace === undefined || namespace === '' ? stream : `${namespace}\u0000${stream}`;
}
