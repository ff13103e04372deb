import { DAY_MS, isBareDate, isoInstantMs } from './iso-date.ts';

/** A time or a whole day, in milliseconds since the epoch, both ends included. */
export interface DateSpan {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** What a whole day adds to its first millisecond. */
export const WHOLE_DAY_MS = DAY_MS - 0.001;

/** What `parseDateSpan` reads, for hints and docs. */
export const DATE_VALUES = '2025-06-30, 2025-06-30T12:00:00Z, now, today, 7 days ago, in 2 hours';

const RELATIVE =
  /^(?:in (?<ahead>\d{1,6}) (?<unitAhead>[a-z]+)|(?<ago>\d{1,6}) (?<unitAgo>[a-z]+) ago)$/;

const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ['second', 1000],
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', DAY_MS],
  ['week', 7 * DAY_MS],
]);
const UNITS_MONTHS: ReadonlyMap<string, number> = new Map([
  ['month', 1],
  ['year', 12],
]);

/**
 * Reads a date of the configuration: ISO 8601 (UTC without an offset; a bare date is that whole
 * day), `now`, `today`, `7 days ago`, `in 2 hours` (seconds to years). undefined = no date.
 */
export function parseDateSpan(text: string, nowMs: number): DateSpan | undefined {
  const word = text.trim().toLowerCase().replace(/\s+/g, ' ');
  if (word === 'now') return instant(nowMs);
  if (word === 'today') return day(Math.floor(nowMs / DAY_MS) * DAY_MS);
  const groups = RELATIVE.exec(word)?.groups;
  if (groups !== undefined) {
    const count = Number(groups['ahead'] ?? `-${groups['ago']}`);
    const unit = (groups['unitAhead'] ?? groups['unitAgo'] ?? '').replace(/s$/, '');
    return shifted(nowMs, count, unit);
  }
  const iso = text.trim();
  const firstMs = isoInstantMs(iso);
  if (Number.isNaN(firstMs)) return undefined;
  return isBareDate(iso) ? day(firstMs) : instant(firstMs);
}

function shifted(nowMs: number, count: number, unit: string): DateSpan | undefined {
  const unitMs = UNITS_MS.get(unit);
  if (unitMs !== undefined) return instant(nowMs + count * unitMs);
  const months = UNITS_MONTHS.get(unit);
  const ms = months === undefined ? Number.NaN : addMonths(nowMs, count * months);
  return Number.isNaN(ms) ? undefined : instant(ms);
}

/** The same day and time of another month; the month's last day where it has no such day. */
function addMonths(nowMs: number, months: number): number {
  const now = new Date(nowMs);
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Date.UTC(year, month, Math.min(now.getUTCDate(), lastDay));
  return midnight + (nowMs - Math.floor(nowMs / DAY_MS) * DAY_MS);
}

function instant(ms: number): DateSpan {
  return { firstMs: ms, lastMs: ms };
}

function day(firstMs: number): DateSpan {
  return { firstMs, lastMs: firstMs + WHOLE_DAY_MS };
}
