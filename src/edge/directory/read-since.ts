import type { ReadPage } from './read-page.ts';

/**
 * Reads everything created at `since` or later, and gives the newest `created`; 0 when there is nothing.
 * Only the first page has a `created` bound: see the cursor trap in windows.ts.
 */
export async function readSince(readPage: ReadPage, since: number): Promise<number> {
  let page = await readPage({ created: { gte: since } });
  const { newest } = page;
  while (page.hasMore && page.oldest >= since) {
    const cursor = page.ids.at(-1);
    if (cursor === undefined) break;
    page = await readPage({ startingAfter: cursor });
  }
  return newest;
}
