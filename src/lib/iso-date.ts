/** Milliseconds of one day. */
export const DAY_MS = 86_400_000;

const DATE_LENGTH = 10;
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * First millisecond (with fraction) since the epoch of an ISO 8601 date or date-time; without an
 * offset it is UTC. NaN for every other text. It allocates nothing: it runs once per record.
 */
export function isoInstantMs(text: string): number {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (!(text[4] === '-' && text[7] === '-' && year >= 0 && isDay(year, month, day)))
    return Number.NaN;
  const midnight = daysFromEpoch(year, month, day) * DAY_MS;
  if (text.length === DATE_LENGTH) return midnight;
  const mark = text[DATE_LENGTH];
  if (mark !== 'T' && mark !== 't' && mark !== ' ') return Number.NaN;
  return midnight + timeMs(text);
}

/** A bare date, which means the whole day; only for text that `isoInstantMs` reads. */
export function isBareDate(text: string): boolean {
  return text.length === DATE_LENGTH;
}

function isDay(year: number, month: number, day: number): boolean {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= (MONTH_DAYS[month - 1] ?? 0))) return false;
  return month !== 2 || day < 29 || isLeap(year);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Time of the day less the offset; NaN when it is no time. */
function timeMs(text: string): number {
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  if (!(text[13] === ':' && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59)) {
    return Number.NaN;
  }
  const toMinute = (hour * 60 + minute) * 60_000;
  if (text[16] !== ':') return toMinute - offsetMs(text, 16);
  const second = digits(text, 17, 2);
  if (!(second >= 0 && second <= 59)) return Number.NaN;
  let at = 19;
  let fractionMs = 0;
  if (text[at] === '.' || text[at] === ',') {
    at += 1;
    const start = at;
    for (let unit = 100; isDigit(text, at); at += 1, unit /= 10) {
      fractionMs += digits(text, at, 1) * unit;
    }
    if (at === start) return Number.NaN;
  }
  return toMinute + second * 1000 + fractionMs - offsetMs(text, at);
}

/** `Z`, `+02`, `+0200`, `+02:00` or nothing (UTC), up to the end of the text. */
function offsetMs(text: string, at: number): number {
  const rest = text.length - at;
  if (rest === 0) return 0;
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return rest === 1 ? 0 : Number.NaN;
  if (sign !== '+' && sign !== '-') return Number.NaN;
  const hour = digits(text, at + 1, 2);
  const colon = text[at + 3] === ':' ? 1 : 0;
  const minute = rest === 3 ? 0 : digits(text, at + 3 + colon, 2);
  const complete = rest === 3 || rest === 5 + colon;
  if (!(complete && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59)) return Number.NaN;
  return (sign === '-' ? -1 : 1) * (hour * 60 + minute) * 60_000;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar, by years that start in March. */
function daysFromEpoch(year: number, month: number, day: number): number {
  const march = month > 2 ? year : year - 1;
  const era = Math.floor(march / 400);
  const yearOfEra = march - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468;
}

/** The number that these digits spell; NaN when one of them is none. */
function digits(text: string, from: number, count: number): number {
  let number = 0;
  for (let at = from; at < from + count; at += 1) {
    if (!isDigit(text, at)) return Number.NaN;
    number = number * 10 + text.charCodeAt(at) - 48;
  }
  return number;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}
