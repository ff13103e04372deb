import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Profile, Value } from '../../model/record.ts';
import { FUNCTIONS } from '../function-table.ts';
import type { Node } from './ast.ts';
import { DEOPT } from './closure.ts';
import { compileClosure } from './compile-closure.ts';
import { compileInterpreter, parse } from './interpreter.ts';

const NOW_MS = Date.UTC(2026, 10, 3, 12);

type Levels = {
  readonly expression: string;
  readonly text: string;
  readonly number: string;
  readonly any: string;
};

const column = fc.constantFrom('a', 'b', 'c', 'n', 'm', 't', 'o.a', 'o.n', 'o', '$.a', '$$.n', 'x');
const pattern = fc.constantFrom('/[^0-9]/', '/a+/', '/(b|c)/i', '/x*/', '/ /');
const quoted = fc
  .oneof(
    fc.constantFrom('', ' ', 'a', '-', '12', '1.5', '👍', '$0'),
    fc.string({ maxLength: 4, unit: fc.constantFrom('a', 'B', ' ', '1', 'é', '👍', '\t') }),
  )
  .map((text) => JSON.stringify(text));
const numeral = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map(String),
  fc.constantFrom('0.5', '1.5', '2.5', '-1.005', '1e21', '0.1', '1e-7', '123456.789'),
);
const literal = fc.oneof(quoted, numeral, fc.constantFrom('true', 'false', 'null', '[]', '{}'));

/** Expressions whose operands mostly fit, so that most of them have a value. */
const { expression } = fc.letrec<Levels>((tie) => {
  const pair = (
    form: (left: string, right: string) => string,
    one: keyof Levels,
    two: keyof Levels = one,
  ) => fc.tuple(tie(one), tie(two)).map(([left, right]) => form(left, right));
  const triple = (form: (a: string, b: string, c: string) => string, ...of: (keyof Levels)[]) =>
    fc
      .tuple(tie(of[0] ?? 'any'), tie(of[1] ?? 'any'), tie(of[2] ?? 'any'))
      .map(([a, b, c]) => form(a, b, c));
  const call = (names: readonly string[], kind: keyof Levels) =>
    fc.tuple(fc.constantFrom(...names), tie(kind)).map(([name, arg]) => `$${name}(${arg})`);
  const text = fc.oneof(
    { maxDepth: 3, depthIdentifier: 'depth' },
    fc.oneof(quoted, fc.constantFrom('a', 'b', 'c', 'x', 'o.a', '$.a')),
    pair((left, right) => `(${left} & ${right})`, 'any'),
    call(['lowercase', 'uppercase', 'trim', 'initcap', 'locale', 'country'], 'text'),
    call(['string', 'coalesce'], 'any'),
    pair((s, n) => `$substring(${s}, ${n})`, 'text', 'number'),
    triple((s, n, m) => `$substring(${s}, ${n}, ${m})`, 'text', 'number', 'number'),
    pair((s, mark) => `$substringBefore(${s}, ${mark})`, 'text'),
    pair((s, mark) => `$substringAfter(${s}, ${mark})`, 'text'),
    triple((s, p, by) => `$replace(${s}, ${p}, ${by})`, 'text', 'text', 'text'),
    fc.tuple(tie('text'), pattern, tie('text')).map(([s, p, by]) => `$replace(${s}, ${p}, ${by})`),
    pair((s, mark) => `$join($split(${s}, ${mark}), '+')`, 'text'),
    fc.tuple(tie('text'), pattern).map(([s, p]) => `$split(${s}, ${p})`),
    triple((s, mark, n) => `$split(${s}, ${mark}, ${n})`, 'text', 'text', 'number'),
    pair((a, b) => `$coalesce(${a}, ${b})`, 'text'),
    tie('text').map((s) => `(${s} ~> $trim ~> $uppercase())`),
    pair((s, n) => `$truncate(${s}, ${n})`, 'text', 'number'),
    tie('any').map((v) => `$date(${v}, 'iso')`),
  );
  const number = fc.oneof(
    { maxDepth: 3, depthIdentifier: 'depth' },
    fc.oneof<fc.Arbitrary<string>[]>(numeral, fc.constantFrom('n', 'm', 'o.n', 'x', '$$.n')),
    ...['+', '-', '*', '/', '%'].map((op) => pair((l, r) => `(${l} ${op} ${r})`, 'number')),
    call(['abs', 'floor', 'ceil', 'round'], 'number'),
    pair((n, p) => `$round(${n}, ${p})`, 'number'),
    call(['number'], 'any'),
    call(['length'], 'text'),
    call(['count'], 'any'),
    tie('number').map((n) => `-${n}`),
    pair((n, c) => `$minor(${n}, ${c})`, 'number', 'text'),
    fc.constant('$millis()'),
  );
  const any = fc.oneof(
    { maxDepth: 3, depthIdentifier: 'depth' },
    fc.oneof(column, literal),
    tie('text'),
    tie('number'),
    ...['=', '!=', '<', '<=', '>', '>=', 'in', 'and', 'or'].flatMap((op) => [
      pair((l, r) => `(${l} ${op} ${r})`, 'any'),
      pair((l, r) => `(${l} ${op} ${r})`, 'text'),
      pair((l, r) => `(${l} ${op} ${r})`, 'number'),
    ]),
    call(['exists', 'not', 'boolean'], 'any'),
    triple((c, t, e) => `(${c} ? ${t} : ${e})`),
    pair((c, t) => `(${c} ? ${t})`, 'any'),
    pair((a, b) => `(${a} ?? ${b})`, 'any'),
    pair((a, b) => `(${a} ?: ${b})`, 'any'),
    pair((a, b) => `($v := ${a}; $w := $v; $v := ${b}; [$v, $w])`, 'any'),
    pair((a, b) => `($v := ${a}; ($v := ${b}; $v) = $v)`, 'any'),
    tie('any').map((a) => `($v := ${a}; $v.a)`),
    pair((a, b) => `[${a}, ${b}]`, 'any'),
    pair((a, b) => `{"k": ${a}, "10": ${b}, "2": 1}`, 'any'),
    pair((k, v) => `{${k}: ${v}, "z": 1}`, 'text', 'any'),
    pair((s, p) => `$contains(${s}, ${p})`, 'text'),
    fc.tuple(tie('text'), pattern).map(([s, p]) => `$contains(${s}, ${p})`),
  );
  return { expression: fc.oneof(tie('any'), tie('text'), tie('number')), text, number, any };
});

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    null,
    true,
    false,
    '',
    ' a  b ',
    '12',
    '007',
    'GB',
    '2026-11-03',
    2n ** 60n,
  ),
  fc.string({ maxLength: 5 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const profiles: fc.Arbitrary<Profile> = fc.record(
  {
    a: fc.oneof(
      { weight: 4, arbitrary: fc.string({ maxLength: 6 }) },
      { weight: 1, arbitrary: scalar },
    ),
    b: fc.constantFrom('Ann', 'a,b,c', '+44 20', '👍 ok'),
    c: scalar,
    n: fc.oneof(fc.integer({ min: -100, max: 100 }), fc.double({ noNaN: true }), scalar),
    m: fc.constantFrom(0, 2, 0.1, 1e21, -0),
    t: fc.array(scalar, { maxLength: 3 }),
    o: fc.oneof(
      fc.record({ a: scalar, n: scalar }, { requiredKeys: [] }),
      fc.array(scalar, { maxLength: 2 }),
    ),
  },
  { requiredKeys: [] },
);

test('a closure agrees with the interpreter in every value it returns', async () => {
  const tally = { compiled: 0, answered: 0, total: 0 };
  const property = fc.asyncProperty(expression, profiles, async (source, profile) => {
    tally.total += 1;
    const parsed = parse(source);
    const interpret = compileInterpreter(parsed, NOW_MS);
    const closure = compileClosure(parsed.ast() as unknown as Node, NOW_MS);
    if (closure === undefined) return;
    tally.compiled += 1;
    let value: unknown;
    try {
      value = closure(profile);
    } catch (error) {
      if (error !== DEOPT) throw error;
      return;
    }
    tally.answered += 1;
    expect(exact(value)).toBe(exact(await interpret(profile)));
  });
  await fc.assert(property, { numRuns: 6000 });
  // The agreement is about something: most expressions compile, and many records are answered.
  expect(tally.compiled / tally.total).toBeGreaterThan(0.95);
  expect(tally.answered / tally.total).toBeGreaterThan(0.4);
});

test('every example of the function table holds in closure and interpreter', async () => {
  for (const { expression: source, input, result } of FUNCTIONS.flatMap(
    ({ examples }) => examples,
  )) {
    const parsed = parse(source);
    const closure = compileClosure(parsed.ast() as unknown as Node, NOW_MS);
    expect(closure?.(input) ?? null, source).toBe(result);
    expect((await compileInterpreter(parsed, NOW_MS)(input)) ?? null, source).toBe(result);
  }
});

test('functions can be handed to functions', async () => {
  const parsed = parse(
    "$join($map(['ann lee', 'BO'], $initcap), ';') & ($gb := $phone(?, 'GB'); $gb(p))",
  );
  const interpret = compileInterpreter(parsed, NOW_MS);
  expect(await interpret({ p: '020 7183 8750' })).toBe('Ann Lee;Bo+442071838750');
});

test.each([
  '$now',
  '$string',
  '/a/',
  'function($x) { $x }',
  'a[0]',
  'a[]',
  'a.b[c=1]',
  '*',
  '[1..3]',
])('%s is left to the interpreter', (source) => {
  expect(compileClosure(parse(source).ast() as unknown as Node, NOW_MS)).toBeUndefined();
});

/** Text that tells every difference, -0 and the order of keys included. */
function exact(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(exact).join()}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).map(([key, inner]) => `${key}:${exact(inner)}`)}}`;
  }
  return Object.is(value, -0)
    ? '-0'
    : typeof value === 'string'
      ? JSON.stringify(value)
      : String(value);
}
