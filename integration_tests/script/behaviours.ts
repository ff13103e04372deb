import type { Profiled, ScriptResult } from '../../src/model/ports.ts';

interface Behaviour {
  readonly title: string;
  readonly language: 'javascript' | 'python';
  readonly source: string;
  readonly given: Profiled;
  readonly then: ScriptResult;
}

const returned = (value: unknown): ScriptResult => ({ kind: 'returned', value });
const failed = (detail: string, printed?: string): ScriptResult => ({
  kind: 'failed',
  code: 'transformation_failed',
  detail,
  ...(printed === undefined ? {} : { printed }),
});
const javascript = (title: string, source: string, given: Profiled, then: ScriptResult) =>
  ({ title, language: 'javascript', source, given, then }) as const;
const python = (title: string, source: string, given: Profiled, then: ScriptResult) =>
  ({ title, language: 'python', source, given, then }) as const;

const LARGE = 2n ** 63n + 1n;
const MIXED = {
  text: 'ä "\n\u2028',
  n: 1.5,
  yes: true,
  no: null,
  list: [1, { a: 'b' }],
  big: LARGE,
};

/** What a user's function may rely on. */
export const BEHAVIOURS: readonly Behaviour[] = [
  javascript(
    'function declaration',
    'function transform(p) { return { a: p.a } }',
    { a: 1 },
    returned({ a: 1 }),
  ),
  javascript('const arrow', 'const transform = (p) => ({ a: p.a })', { a: 1 }, returned({ a: 1 })),
  javascript('let', 'let transform; transform = (p) => ({ a: p.a })', { a: 1 }, returned({ a: 1 })),
  javascript(
    'var',
    'var transform = function (p) { return { a: p.a } }',
    { a: 1 },
    returned({ a: 1 }),
  ),
  javascript(
    'property of globalThis',
    'globalThis.transform = (p) => ({ a: p.a })',
    { a: 1 },
    returned({ a: 1 }),
  ),
  javascript(
    'async function',
    'async function transform(p) { await null; return { a: await p.a } }',
    { a: 1 },
    returned({ a: 1 }),
  ),
  javascript(
    'async throw',
    'async function transform() {\n  await null;\n  throw new TypeError("x") }',
    {},
    failed('TypeError at 3:13', 'x'),
  ),
  javascript(
    'thenable',
    'function transform(p) { return { then(ok) { ok({ a: p.a }) } } }',
    { a: 1 },
    returned({ a: 1 }),
  ),
  javascript(
    'every kind of value',
    'function transform(p) { return { ...p } }',
    MIXED,
    returned(MIXED),
  ),
  javascript(
    'integers beyond 2^53 are BigInt',
    'function transform(p) { return { type: typeof p.big, next: p.big + 1n, small: 5n } }',
    MIXED,
    returned({ type: 'bigint', next: LARGE + 1n, small: 5 }),
  ),
  javascript(
    'a text of digits stays text',
    'function transform(p) { return { type: typeof p.a } }',
    { a: '9223372036854775809', b: LARGE },
    returned({ type: 'string' }),
  ),
  javascript(
    'key __proto__',
    'function transform(p) { return { a: Object.keys(p) } }',
    JSON.parse('{"__proto__":{"x":1}}'),
    returned({ a: ['__proto__'] }),
  ),
  javascript(
    'Date',
    'function transform() { return { at: new Date(0) } }',
    {},
    returned({ at: '1970-01-01T00:00:00.000Z' }),
  ),
  javascript(
    'undefined properties',
    'function transform() { return { a: undefined, b: [undefined] } }',
    {},
    returned({ b: [null] }),
  ),
  javascript(
    'no number',
    'function transform() { return { a: NaN, b: [-Infinity] } }',
    {},
    returned({ a: Number.NaN, b: [Number.NEGATIVE_INFINITY] }),
  ),
  javascript(
    'toJSON and classes',
    'class P { a = 1; toJSON() { return { b: 2 } } }\nclass Q { a = 1 }\nfunction transform() { return { p: new P(), q: new Q() } }',
    {},
    returned({ p: { b: 2 }, q: { a: 1 } }),
  ),
  javascript(
    'boxed values',
    'function transform() { return { a: new String("x"), b: new Number(1), c: Object(true) } }',
    {},
    returned({ a: 'x', b: 1, c: true }),
  ),
  javascript(
    'one object used again',
    'const out = {};\nfunction transform(p) { out.a = p.a; return out }',
    { a: 1 },
    returned({ a: 1 }),
  ),
  javascript(
    'null drops the profile',
    'function transform() { return null }',
    {},
    { kind: 'dropped' },
  ),
  javascript('text instead of an object', 'function transform() { return "x" }', {}, returned('x')),
  javascript(
    'console',
    'function transform() { console.log("a", 1, { b: 2 }); console.error(null); return {} }',
    {},
    { kind: 'returned', value: {}, printed: 'a 1 {"b":2}\nnull\n' },
  ),
  javascript(
    'class and place of an error',
    'class Odd extends Error {}\nfunction transform(p) {\n  throw new Odd(p.a);\n}',
    { a: 'secret' },
    failed('Odd at 3:13', 'secret'),
  ),
  javascript(
    'place in a callback',
    'function transform() {\n  return [1].map((x) => x.y.z);\n}',
    {},
    failed('TypeError at 2:1', "cannot read property 'z' of undefined"),
  ),
  javascript(
    'a class named at run time is not told',
    'function transform(p) { throw new ({ [p.a]: class extends Error {} })[p.a]("m") }',
    { a: 'secret' },
    failed('Error at 1:34', 'm'),
  ),
  javascript(
    'a megabyte',
    'function transform(p) { return { a: p.a + p.a } }',
    { a: 'x'.repeat(500_000) },
    returned({ a: 'x'.repeat(1_000_000) }),
  ),
  python('dict', "def transform(p): return {'a': p['a']}", { a: 1 }, returned({ a: 1 })),
  python('lambda', "transform = lambda p: {'a': p['a']}", { a: 1 }, returned({ a: 1 })),
  python(
    'callable object',
    "class T:\n  def __call__(self, p): return {'a': p['a']}\ntransform = T()",
    { a: 1 },
    returned({ a: 1 }),
  ),
  python(
    'coroutine',
    "async def f(x): return x\nasync def transform(p): return {'a': await f(p['a'])}",
    { a: 1 },
    returned({ a: 1 }),
  ),
  python('every kind of value', 'def transform(p): return dict(p)', MIXED, returned(MIXED)),
  python(
    'types',
    'def transform(p): return {k: type(v).__name__ for k, v in p.items()}',
    MIXED,
    returned({ text: 'str', n: 'float', yes: 'bool', no: 'NoneType', list: 'list', big: 'int' }),
  ),
  python(
    'integers are exact',
    "def transform(p): return {'a': p['big'] + 1, 'b': 2 ** 200, 'c': 2.0}",
    MIXED,
    returned({ a: LARGE + 1n, b: 2n ** 200n, c: 2 }),
  ),
  python(
    'dates and decimals',
    "import datetime as d, decimal\ndef transform(p): return {'a': d.date(2020, 1, 2), 'b': d.datetime(2020, 1, 2, tzinfo=d.timezone.utc), 'c': decimal.Decimal('1.10')}",
    {},
    returned({ a: '2020-01-02', b: '2020-01-02T00:00:00+00:00', c: '1.10' }),
  ),
  python(
    'no number',
    "def transform(p): return {'a': float('nan'), 'b': [float('-inf')]}",
    {},
    returned({ a: Number.NaN, b: [Number.NEGATIVE_INFINITY] }),
  ),
  python('None drops the profile', 'def transform(p): pass', {}, { kind: 'dropped' }),
  python(
    'print',
    "def transform(p):\n  print('a', 1)\n  return {}",
    {},
    { kind: 'returned', value: {}, printed: 'a 1\n' },
  ),
  python(
    'the profile may be changed',
    "def transform(p):\n  p['a'] = 2\n  return p",
    { a: 1 },
    returned({ a: 2 }),
  ),
  python(
    'library',
    "import re, json, hashlib, statistics, zoneinfo, urllib.parse, unicodedata, collections\ndef transform(p): return {'a': hashlib.sha256(b'x').hexdigest()[:4], 'b': urllib.parse.quote('ä')}",
    {},
    returned({ a: '2d71', b: '%C3%A4' }),
  ),
  python(
    'class and line of an error',
    "class Odd(ValueError): pass\ndef transform(p):\n  raise Odd(p['a'])",
    { a: 'secret' },
    failed('Odd at line 3', '  line 3, in transform\nOdd: secret'),
  ),
  python(
    'an error of the library',
    "import json\ndef transform(p):\n  return json.loads('{')",
    {},
    failed(
      'JSONDecodeError at line 3',
      '  line 3, in transform\nJSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)',
    ),
  ),
  python(
    'a class named at run time is not told',
    "def transform(p):\n  raise type(p['a'], (ValueError,), {'__module__': 'x'})('m')",
    { a: 'secret' },
    failed('ValueError at line 2', '  line 2, in transform\nsecret: m'),
  ),
  python(
    'a megabyte',
    "def transform(p): return {'a': p['a'] * 2}",
    { a: 'x'.repeat(500_000) },
    returned({ a: 'x'.repeat(1_000_000) }),
  ),
];
