import type { ReadPage, Seen } from './read-page.ts';

/**
 * Reads everything created at `since` or later, and gives the page of the newest. Only that one has
 * a
 * `created` bound: see the cursor trap in windows.ts.
 */
export async function readSince(readPage: ReadPage, since: number): Promise<Seen> {
  const first = await readPage({ created: { gte: since } });
  let page = first;
  while (page.hasMore && page.oldest >= since) {
    const cursor = page.ids.at(-1);
    if (cursor === undefined) break;
    page = await readPage({ startingAfter: cursor });
  }
  return first;
}
