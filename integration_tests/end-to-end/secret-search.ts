import { expect } from 'vitest';
import type { KeyTable } from '../stripe-sandbox/keys.ts';
import type { Ran } from './harness.ts';

/** In every value of these records. */
export const MARK = 'Zq7xMark9Wv';
export const DIGITS = '7009001239';
export const MAIL = `${MARK}@example.com`;
export const PHONE = `+44${DIGITS}`;
/** A key whose URL and base64 forms differ from itself. */
export const KEY = 'rk_test_aZ+9/x=Zq7Secret51';
const SECRETS = [MARK, MARK.toLowerCase(), DIGITS, KEY];

/** The sandbox's keys with that one. */
export const KEYS: KeyTable = {
  [KEY]: { account: 'acct_1Sandbox', permissions: ['rak_customer_write'] },
};

/** Nothing printed holds a value or the key, states apart: those are echoed as they came. */
export function expectClean(ran: Ran): void {
  const said = ran.lines.filter((line) => !line.startsWith('{"type":"STATE"'));
  const text = [...said, ran.stderr].join('\n');
  for (const form of SECRETS.flatMap(formsOf)) {
    const at = text.indexOf(form);
    expect(at < 0 ? '' : text.slice(Math.max(0, at - 100), at + 100)).toBe('');
  }
}

/** The secret plain, in a URL, in JSON, and wherever it stands in a base64 text. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const coded = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const begin = Math.ceil((offset * 8) / 6);
    return text.slice(begin, Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const urlSafe = coded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [secret, encodeURIComponent(secret), ...coded, ...urlSafe];
}
