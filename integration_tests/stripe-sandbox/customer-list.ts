import { invalid } from './api-error.ts';
import { type Customers, fieldsOf, firstAtOrAfter, type Row } from './customers.ts';
import type { Json, JsonObject } from './types.ts';

/**
 * What `created[…]` together with `starting_after` does. Stripe's engineers: the list "can return
 * an empty page when starting_after points at an object whose created second is fully inside the
 * [created[gte], lt] window. The cursor effectively loses the rest of that one-second bucket."
 */
export type CursorTrap = 'empty_page' | 'skip_second' | 'off';

export interface Page {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
}

interface Window {
  /** First place inside, last place inside plus one, in ascending rows. */
  readonly from: number;
  readonly to: number;
}

/** One page, newest first, in O(log n + page). */
export function listCustomers(customers: Customers, params: JsonObject, trap: CursorTrap): Page {
  const email = params['email'];
  const rows = typeof email === 'string' ? customers.withEmail(email) : customers.rows;
  const shown = isShown(params['test_clock'], email);
  const limit = typeof params['limit'] === 'number' ? params['limit'] : 10;
  const bounds = createdBounds(params['created']);
  const window: Window = {
    from: firstAtOrAfter(rows, bounds.first, 0),
    to: firstAtOrAfter(rows, bounds.last + 1, 0),
  };
  const after = cursorRow(customers, params, 'starting_after');
  const before = cursorRow(customers, params, 'ending_before');
  if (after && before) {
    throw invalid('Only one of starting_after and ending_before may be given.', 'ending_before');
  }
  if (before)
    return walkUp(rows, window, firstAtOrAfter(rows, before.created, before.seq + 1), shown, limit);
  if (!after) return walkDown(rows, window, window.to, shown, limit);
  const place = firstAtOrAfter(rows, after.created, after.seq);
  const bounded = params['created'] !== undefined && bounds.both;
  if (bounded && trap !== 'off' && sits(after, bounds) && sharesSecond(rows, place, after, shown)) {
    if (trap === 'empty_page') return { rows: [], hasMore: false };
    return walkDown(rows, window, firstAtOrAfter(rows, after.created, 0), shown, limit);
  }
  return walkDown(rows, window, place, shown, limit);
}

type Shown = (row: Row) => boolean;

function isShown(clock: Json | undefined, email: Json | undefined): Shown {
  return (row) =>
    !row.deleted &&
    row.clock === clock &&
    (email === undefined || fieldsOf(row)['email'] === email);
}

function walkDown(
  rows: readonly Row[],
  window: Window,
  top: number,
  shown: Shown,
  limit: number,
): Page {
  const found: Row[] = [];
  for (let at = Math.min(top, window.to) - 1; at >= window.from; at -= 1) {
    const row = rows[at] as Row;
    if (!shown(row)) continue;
    if (found.length === limit) return { rows: found, hasMore: true };
    found.push(row);
  }
  return { rows: found, hasMore: false };
}

function walkUp(
  rows: readonly Row[],
  window: Window,
  bottom: number,
  shown: Shown,
  limit: number,
): Page {
  const found: Row[] = [];
  for (let at = Math.max(bottom, window.from); at < window.to; at += 1) {
    const row = rows[at] as Row;
    if (!shown(row)) continue;
    if (found.length === limit) return { rows: found.reverse(), hasMore: true };
    found.push(row);
  }
  return { rows: found.reverse(), hasMore: false };
}

interface Bounds {
  readonly first: number;
  readonly last: number;
  readonly both: boolean;
}

function createdBounds(created: Json | undefined): Bounds {
  if (created === undefined) return { first: -Infinity, last: Infinity, both: false };
  if (typeof created === 'number') return { first: created, last: created, both: true };
  const { gt, gte, lt, lte } = created as { readonly [bound: string]: number | undefined };
  return {
    first: Math.max(gte ?? -Infinity, gt === undefined ? -Infinity : gt + 1),
    last: Math.min(lte ?? Infinity, lt === undefined ? Infinity : lt - 1),
    both: (gt ?? gte) !== undefined && (lt ?? lte) !== undefined,
  };
}

function sits(row: Row, bounds: Bounds): boolean {
  return row.created >= bounds.first && row.created <= bounds.last;
}

/** Whether rows of the cursor's own second are still to come. */
function sharesSecond(rows: readonly Row[], place: number, cursor: Row, shown: Shown): boolean {
  for (let at = place - 1; at >= 0; at -= 1) {
    const row = rows[at] as Row;
    if (row.created !== cursor.created) return false;
    if (shown(row)) return true;
  }
  return false;
}

function cursorRow(customers: Customers, params: JsonObject, name: string): Row | undefined {
  const id = params[name];
  if (typeof id !== 'string') return undefined;
  const row = customers.get(id);
  if (row && !row.deleted) return row;
  throw invalid(`No such customer: '${id}'`, name, 'resource_missing');
}
