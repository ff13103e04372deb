import { isoInstantMs } from '../../lib/iso-date.ts';

// A number this large is milliseconds: as seconds it would lie beyond the year 5000.
const SECONDS_MAX = 1e11;
// "A Date can represent ±8,640,000,000,000,000 milliseconds" tc39.es/ecma262
const INSTANT_MS_MAX = 8.64e15;
const TOKEN = /YYYY|YY|MM|M|DD|D|HH|mm|ss|SSS/g;
const DIGITS = /^-?\d{9,14}$/;
const DEFAULT_FORMAT = 'YYYY-MM-DD';

/**
 * A date or time (ISO 8601, or unix seconds or milliseconds) as text in UTC; `format` is `unix`,
 * `iso` or made of YYYY YY MM M DD D HH mm ss SSS.
 */
export function date(v: unknown, format: unknown): string | number | undefined {
  const ms = instantMs(v);
  if (ms === undefined) return undefined;
  const pattern = typeof format === 'string' && format !== '' ? format : DEFAULT_FORMAT;
  if (pattern === 'unix') return Math.floor(ms / 1000);
  const iso = new Date(ms).toISOString();
  if (pattern === 'iso') return iso;
  // Years outside 0 to 9999 have a sign and six digits.
  return iso.length === 24 ? formatted(iso, pattern) : undefined;
}

function instantMs(v: unknown): number | undefined {
  const ms = typeof v === 'number' ? fromUnix(v) : fromText(v);
  return Math.abs(ms) <= INSTANT_MS_MAX ? Math.floor(ms) : undefined;
}

function fromText(v: unknown): number {
  if (typeof v !== 'string') return Number.NaN;
  const text = v.trim();
  return DIGITS.test(text) ? fromUnix(Number(text)) : isoInstantMs(text);
}

function fromUnix(value: number): number {
  return Math.abs(value) < SECONDS_MAX ? value * 1000 : value;
}

function formatted(iso: string, pattern: string): string {
  return pattern.replace(TOKEN, (token) => {
    switch (token) {
      case 'YYYY':
        return iso.slice(0, 4);
      case 'YY':
        return iso.slice(2, 4);
      case 'MM':
        return iso.slice(5, 7);
      case 'M':
        return String(Number(iso.slice(5, 7)));
      case 'DD':
        return iso.slice(8, 10);
      case 'D':
        return String(Number(iso.slice(8, 10)));
      case 'HH':
        return iso.slice(11, 13);
      case 'mm':
        return iso.slice(14, 16);
      case 'ss':
        return iso.slice(17, 19);
      default:
        return iso.slice(20, 23);
    }
  });
}
