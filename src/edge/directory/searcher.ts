import { normaliseKey } from '../../lib/normalise-key.ts';
import { isDeleted } from '../../lib/read-customer.ts';
import type { RawCustomer } from '../../model/customer.ts';
import { StripeFailure } from '../../model/failure.ts';
import { metadataKey } from '../../model/field-table.ts';
import { PAGE_SIZE_MAX } from '../../model/limits.ts';
import type { MatchKey } from '../../model/match.ts';
import type { Reads } from './reads.ts';
import { searchBatches } from './search-query.ts';

/**
 * Further pages of one query are sequential; a key with more hits is none that Search can settle.
 */
const PAGES_MAX = 5;
/** "total_count is exact to 10,000 only" docs.stripe.com/api/pagination/search */
export const COUNT_MAX = 10_000;

/** Something that Search shows for a key: to be verified on the customer itself. */
export interface Candidate {
  readonly key: MatchKey;
  readonly id: string;
  /** The key's field as Search shows it. */
  readonly shown: string;
}

export interface Searcher {
  /** false once Stripe refused it: "Search is not available to merchants in India". */
  available(): boolean;
  candidates(keys: readonly MatchKey[]): Promise<readonly Candidate[]>;
  /** How many customers were created in [from, to]; undefined where Search does not say. */
  count(from: number, to: number): Promise<number | undefined>;
}

export function createSearcher(reads: Reads, note: (message: string) => void): Searcher {
  let answered = false;
  let refused = false;
  const refuse = (error: unknown) => {
    if (!isRefusal(error)) throw error;
    // A single odd query may be refused by a Search that works.
    if (answered || refused) return;
    refused = true;
    note('Stripe refuses Search for this account: customers are looked up without it');
  };
  /** undefined: more than `PAGES_MAX` pages, and more keys than one to blame. */
  const hitsOf = async (
    query: string,
    keys: number,
  ): Promise<readonly RawCustomer[] | undefined> => {
    const hits: RawCustomer[] = [];
    let page: string | undefined;
    for (let turn = 0; turn < PAGES_MAX; turn += 1) {
      const next = page === undefined ? {} : { page };
      const { body } = await reads.search({ query, limit: PAGE_SIZE_MAX, ...next });
      answered = true;
      hits.push(...body.data);
      page = body.nextPage;
      if (page === undefined) return hits;
    }
    return keys > 1 ? undefined : hits;
  };
  const ask = async (query: string, keys: readonly MatchKey[]): Promise<readonly Candidate[]> => {
    try {
      const hits = await hitsOf(query, keys.length);
      if (hits === undefined) {
        return (await Promise.all(keys.map((key) => searchAll([key])))).flat();
      }
      return keys.flatMap((key) => hits.flatMap((raw) => candidateOf(key, raw) ?? []));
    } catch (error) {
      if (keys.length === 1 || !isRefusal(error)) {
        refuse(error);
        return [];
      }
    }
    const [first, ...rest] = keys;
    return [...(await searchAll(first ? [first] : [])), ...(await searchAll(rest))];
  };
  const searchAll = async (keys: readonly MatchKey[]): Promise<readonly Candidate[]> => {
    if (refused) return [];
    const answers = searchBatches(keys).map((batch) => ask(batch.query, batch.keys));
    return (await Promise.all(answers)).flat();
  };
  return {
    available: () => !refused,
    candidates: searchAll,
    async count(from, to) {
      if (refused) return undefined;
      const query = `created>=${from} AND created<=${to}`;
      try {
        const { body } = await reads.search({ query, limit: 1, totalCount: true });
        answered = true;
        return body.totalCount;
      } catch (error) {
        refuse(error);
        return undefined;
      }
    },
  };
}

/** "Exact" in Search means all the words in that order: only equal ones are candidates. */
function candidateOf(key: MatchKey, raw: RawCustomer): Candidate | undefined {
  if (isDeleted(raw)) return undefined;
  const metadata = metadataKey(key.field);
  const shown =
    metadata === undefined
      ? raw[key.field]
      : (raw['metadata'] as RawCustomer | undefined)?.[metadata];
  if (typeof shown !== 'string' || normaliseKey(key.field, shown) !== key.value) return undefined;
  return { key, id: String(raw['id']), shown };
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof StripeFailure)) return false;
  const { status } = error.problem;
  return status === 400 || status === 403 || status === 404;
}
