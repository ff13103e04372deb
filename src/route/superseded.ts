/**
 * The latest waiting version of each profile in the present STATE window. A later version takes the
 * place of one that has not been matched yet.
 */
export class Versions<Entry> {
  readonly #streams = new Map<string, Map<string, Entry>>();

  /** Remembers the entry; gives the earlier one of the same profile that still waits. */
  note(streamKey: string, identity: string, entry: Entry): Entry | undefined {
    let versions = this.#streams.get(streamKey);
    if (versions === undefined) {
      versions = new Map();
      this.#streams.set(streamKey, versions);
    }
    const earlier = versions.get(identity);
    versions.set(identity, entry);
    return earlier;
  }

  /** The entry is being matched: nothing supersedes it any more. */
  leave(streamKey: string, identity: string, entry: Entry): void {
    const versions = this.#streams.get(streamKey);
    if (versions?.get(identity) === entry) versions.delete(identity);
  }

  /** A STATE arrived for the stream; undefined = for all. */
  closeWindow(streamKey: string | undefined): void {
    if (streamKey === undefined) this.#streams.clear();
    else this.#streams.delete(streamKey);
  }
}
