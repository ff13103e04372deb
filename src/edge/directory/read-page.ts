import { PAGE_SIZE_MAX } from '../../model/limits.ts';
import type { ListQuery } from '../../model/ports.ts';
import type { Intake } from './intake.ts';
import type { Reads } from './reads.ts';

/** A page of the list, taken in; only what paging needs is kept of it. */
export interface Seen {
  readonly ids: readonly string[];
  /** `created` of the first and last row, unix seconds; 0 on an empty page. */
  readonly newest: number;
  readonly oldest: number;
  readonly hasMore: boolean;
}

export type ReadPage = (query: Omit<ListQuery, 'limit'>) => Promise<Seen>;

/** Lists a full page and takes every row into the index. */
export function pageReader(reads: Reads, intake: Intake): ReadPage {
  return async (query) => {
    const ticket = intake.begin();
    try {
      const { body } = await reads.list({ ...query, limit: PAGE_SIZE_MAX });
      for (const raw of body.data) intake.read(ticket, raw);
      const created = (at: number) => Number(body.data.at(at)?.['created'] ?? 0);
      return {
        ids: body.data.map((raw) => String(raw['id'])),
        newest: created(0),
        oldest: created(-1),
        hasMore: body.hasMore && body.data.length > 0,
      };
    } finally {
      intake.end(ticket);
    }
  };
}
