import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import { describe, expect, it, test } from 'vitest';
import { FUNCTIONS } from '../function-table.ts';
import { coalesce } from './coalesce.ts';
import { country } from './country.ts';
import { date } from './date.ts';
import { initcap } from './initcap.ts';
import { locale } from './locale.ts';
import { minor } from './minor.ts';
import { phone } from './phone.ts';
import { truncate } from './truncate.ts';

const ODD: readonly unknown[] = [
  undefined,
  null,
  '',
  ' ',
  'x',
  0,
  -1.5,
  1e300,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  true,
  [],
  ['a'],
  {},
  { a: 1 },
  () => 1,
  '\ud800',
];

test.each(FUNCTIONS)('$name throws on nothing, and gives no empty text', ({ implementation }) => {
  for (const a of ODD) {
    for (const b of ODD) expect(implementation(a, b)).not.toBe('');
  }
});

test.each([
  ['ann LEE', 'Ann Lee'],
  ["o'neil mac-donald", "O'Neil Mac-Donald"],
  ["don't", "Don't"],
  ['élodie ÖZ', 'Élodie Öz'],
  ['3rd street', '3rd Street'],
])('initcap(%j) is %j', (s, result) => expect(initcap(s)).toBe(result));

test.each<[readonly unknown[], unknown]>([
  [[undefined, null, '', 0], 0],
  [[false, 'x'], false],
  [[undefined], undefined],
])('coalesce(%j) is %j', (values, result) => expect(coalesce(...values)).toBe(result));

test.each([
  ['+49 (0)30 901820', undefined, '+4930901820'],
  ['00442071838750', 'GB', '+442071838750'],
  ['(415) 555-2671', 'United States', '+14155552671'],
  ['4155552671', 'us', '+14155552671'],
  [442071838750, undefined, undefined],
  ['+442071838750 ext. 12', undefined, '+442071838750'],
  ['+44 123', undefined, undefined],
  ['020 7183 8750', undefined, undefined],
  ['020 7183 8750', 'Atlantis', undefined],
])('phone(%j, %j) is %j', (s, region, result) => expect(phone(s, region)).toBe(result));

describe('country', () => {
  it('knows every code', () => {
    for (const [alpha2 = '', alpha3 = ''] of codes) {
      expect([country(alpha2), country(alpha3.toLowerCase())]).toEqual([alpha2, alpha2]);
    }
  });

  test.each([
    ['Deutschland', 'DE'],
    ['estados unidos', 'US'],
    ['ROYAUME-UNI', 'GB'],
    ['Espana', 'ES'],
    ['Paesi Bassi', 'NL'],
    ['Alemanha', 'DE'],
    ['Duitsland', 'DE'],
    ["Cote d'Ivoire", 'CI'],
    ['uk', 'GB'],
    [' The Netherlands ', 'NL'],
    ['Congo', undefined],
    ['DR Congo', 'CD'],
    ['XX', undefined],
    [276, undefined],
  ])('country(%j) is %j', (s, result) => expect(country(s)).toBe(result));
});

test.each<[unknown, unknown, unknown]>([
  [0.1 + 0.2, 'usd', 30],
  [0.125, 'usd', undefined],
  [1.1, 'usd', 110],
  ['4.35', 'eur', 435],
  ['-12.30', 'GBP', -1230],
  ['12.300', 'gbp', 1230],
  ['.5', 'usd', 50],
  [1e21, 'jpy', '1000000000000000000000'],
  [90071992547409931n, 'jpy', '90071992547409931'],
  ['500.00', 'jpy', 500],
  ['500.5', 'jpy', undefined],
  [5, 'ISK', 500],
  [5, 'UGX', 500],
  ['1.234', 'KWD', 1234],
  [0, 'usd', 0],
  ['1,50', 'eur', undefined],
  [1, 'euro', undefined],
])('minor(%s, %s) is %s', (amount, currency, result) => {
  expect(minor(amount, currency)).toBe(result);
});

test.each<[unknown, unknown, unknown]>([
  ['2026-02-28', undefined, '2026-02-28'],
  ['2026-02-29', undefined, undefined],
  ['2026-02-28T23:30:00-01:00', undefined, '2026-03-01'],
  [1772323200, undefined, '2026-03-01'],
  [1772323200000, 'iso', '2026-03-01T00:00:00.000Z'],
  ['1772323200', 'D.M.YY', '1.3.26'],
  ['2026-03-01T04:05:06.078Z', 'HH:mm:ss.SSS', '04:05:06.078'],
  ['2026-03-01T04:05:06.9Z', 'unix', 1772337906],
  [1e300, undefined, undefined],
  [8.64e15, 'YYYY', undefined],
])('date(%j, %j) is %j', (v, format, result) => expect(date(v, format)).toBe(result));

test.each<[unknown, unknown, unknown]>([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['👍👍👍', 2, '👍👍'],
  ['e\u0301e\u0301', 3, 'e\u0301'],
  ['abc', 0, undefined],
  [12345, 2, '12'],
])('truncate(%j, %j) is %j', (s, n, result) => expect(truncate(s, n)).toBe(result));

test.each([
  ['en', 'en'],
  ['EN_us', 'en-US'],
  ['es_419', 'es-419'],
  ['de_DE@euro', 'de-DE'],
  ['FIL', 'fil'],
  ['x', undefined],
])('locale(%j) is %j', (s, result) => expect(locale(s)).toBe(result));
