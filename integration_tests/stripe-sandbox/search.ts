import { ApiError, invalid } from './api-error.ts';
import type { Context } from './context.ts';
import { renderingOf } from './customer-operations.ts';
import { renderCustomer } from './customer-render.ts';
import { indexedOf, type Row } from './customers.ts';
import type { SearchSettings } from './options.ts';
import { hashText, shareOf } from './random.ts';
import { parseSearch } from './search-query.ts';
import type { Json } from './types.ts';

const VERSION_MIN = '2020-08-27';
const FLICKER_MS = 5_000;
const TOTAL_COUNT_MAX = 10_000;

/** `GET /v1/customers/search`: what the index has, which is late and sometimes wrong. */
export function searchCustomers(context: Context): () => Json {
  const { params, partition, settings, nowMs } = context;
  if (!settings.search.available) {
    throw new ApiError(400, 'The search endpoint is not available for accounts in your country.');
  }
  const text = params['query'] as string;
  const query = parseSearch(text);
  const expand = (params['expand'] as readonly string[] | undefined) ?? [];
  const inner = expand.filter((name) => name !== 'total_count');
  const rendering = renderingOf({ ...context, params: { expand: inner } }, 'data.');
  const found = partition.search
    .find(query, nowMs)
    .filter((row) => remembers(row, settings.search, nowMs));
  const offset = pageOffset(params['page'], text);
  const limit = (params['limit'] as number | undefined) ?? 10;
  const shown = found.slice(offset, offset + limit);
  const hasMore = offset + shown.length < found.length;
  const body: Json = {
    object: 'search_result',
    data: shown.map((row) => renderCustomer(row, rendering, indexedOf(row) ?? {})),
    has_more: hasMore,
    next_page: hasMore ? pageToken(offset + shown.length, text) : null,
    url: '/v1/customers/search',
    ...(expand.includes('total_count')
      ? { total_count: Math.min(found.length, TOTAL_COUNT_MAX) }
      : {}),
  };
  return () => body;
}

/** Search needs an API version from 2020-08-27 on; throws `ApiError`. */
export function demandSearchVersion(version: string | undefined): void {
  if (version === undefined || version >= VERSION_MIN) return;
  throw new ApiError(400, `Search needs the API version ${VERSION_MIN} or later.`);
}

function remembers(row: Row, { forgets, flickers }: SearchSettings, nowMs: number): boolean {
  if (forgets > 0 && shareOf(row.id, 1) < forgets) return false;
  return flickers === 0 || shareOf(row.id, Math.floor(nowMs / FLICKER_MS)) >= flickers;
}

function pageToken(offset: number, query: string): string {
  return Buffer.from(`${offset}:${hashText(query)}`).toString('base64url');
}

function pageOffset(page: Json | undefined, query: string): number {
  if (typeof page !== 'string') return 0;
  const [offset, hash] = Buffer.from(page, 'base64url').toString('utf8').split(':');
  if (hash === String(hashText(query))) return Number(offset);
  throw invalid('The page token is not one of this query.', 'page');
}
