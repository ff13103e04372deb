import { PROBLEM_MESSAGE_CHARACTERS_MAX } from '../model/limits.ts';

/** What stands where a value stood. */
const GONE = '…';

/** "Having the 'rak_customer_write' permission": a name of Stripe's, needed to act. */
const PERMISSION = /^rak_[a-z_]+$/;
const QUOTED = /(^|[\s([:=])(['"`])(.*?)\2(?=$|[\s.,;:)\]])/gsu;
const STRAY_QUOTE = /(?<!\p{L})['"`]|['"`](?!\p{L})/u;
const KEY = /\b(?:sk|rk|pk|rkcs|whsec)_[\w*]+/gu;
const EMAIL = /[^\s@<>'"(),;:]*@[^\s@<>'"(),;]+/gu;
const PHONE = /\+?\d(?:[\s().\-/]*\d){6,}/gu;
/** "Invalid integer: abc": what follows is the value, wherever it ends. */
const AFTER_COLON =
  /^([^:]*\b(?:invalid|unknown|unrecognized|unexpected|received|got)\b[^:]*):\s+(?!…).*$/isu;

/**
 * A message of Stripe's without what may be a person's: e-mail addresses, phone numbers, quoted
 * values, keys and whatever an "Invalid …:" repeats. Cuts too much rather than too little.
 */
export function scrub(message: string): string {
  const unquoted = message
    .replace(QUOTED, (whole, before: string, quote: string, inside: string) =>
      PERMISSION.test(inside) ? whole : `${before}${quote}${GONE}${quote}`,
    )
    .replace(/(['"`])…\1/gu, GONE)
    .replace(/(['"`])(rak_[a-z_]+)\1/gu, '$2');
  const stray = unquoted.search(STRAY_QUOTE);
  const first = unquoted.indexOf(GONE);
  const cutAt = stray < 0 ? -1 : first >= 0 && first < stray ? first : stray;
  const plain = (cutAt < 0 ? unquoted : `${unquoted.slice(0, cutAt)}${GONE}`)
    .replace(KEY, GONE)
    .replace(EMAIL, GONE)
    .replace(PHONE, GONE)
    .replace(AFTER_COLON, `$1: ${GONE}`);
  if (plain.length <= PROBLEM_MESSAGE_CHARACTERS_MAX) return plain;
  return `${plain.slice(0, PROBLEM_MESSAGE_CHARACTERS_MAX - 1)}${GONE}`;
}
