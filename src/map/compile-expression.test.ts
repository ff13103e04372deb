import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import type { Profile, Value } from '../model/record.ts';
import { type CompiledExpression, compileExpression } from './compile-expression.ts';
import { compileReadPath } from './expression/read-path.ts';

const NOW_MS = Date.UTC(2026, 10, 3, 12);
const ENV = { nowMs: NOW_MS, pointer: '/p' };

function compiled(source: string): CompiledExpression {
  const result = compileExpression(source, ENV);
  if ('code' in result) throw new Error(result.message);
  return result;
}

function problem(source: string): string {
  const result = compileExpression(source, ENV);
  if (!('code' in result)) throw new Error('it compiled');
  expect(result).toMatchObject({ code: 'invalid_expression', pointer: '/p' });
  return result.message;
}

describe('bare columns', () => {
  test('keep nulls and large integers, and say which column they are', () => {
    const email = compiled('email');
    expect(email.column).toBe('email');
    expect(email.evaluate({ email: null })).toBeNull();
    expect(email.evaluate({ email: 12345678901234567890n })).toBe(12345678901234567890n);
    expect(email.evaluate({})).toBeUndefined();
    expect(compiled('`odd key`').evaluate({ 'odd key': 1 })).toBe(1);
    expect(compiled('address.city').evaluate({ address: { city: null } })).toBeNull();
    expect(compiled('toString').evaluate({})).toBeUndefined();
  });

  test('walk into lists as the interpreter does', async () => {
    const key = fc.constantFrom('a', 'b');
    const { value } = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.constantFrom<Value>(1, 'x', null, true),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 2, noNullPrototype: true }),
      ),
    }));
    const profile = fc.dictionary(key, value, { noNullPrototype: true }) as fc.Arbitrary<Profile>;
    const names = fc.array(key, { minLength: 1, maxLength: 4 });
    const run = fc.asyncProperty(names, profile, async (path, input) => {
      const expected = await jsonata(path.join('.')).evaluate(input);
      expect(plain(compileReadPath(path)(input))).toEqual(plain(expected));
    });
    await fc.assert(run, { numRuns: 1000 });
  });
});

describe('computed expressions', () => {
  test('see nulls as missing and large integers as text', () => {
    const profile = { a: null, b: 'x', n: 12345678901234567890n, o: { k: null, l: 1 } };
    expect(compiled("a & '-' & b").evaluate(profile)).toBe('-x');
    expect(compiled('n & ""').evaluate(profile)).toBe('12345678901234567890');
    expect(compiled('$string(o)').evaluate(profile)).toBe('{"l":1}');
    expect(compiled('(a)').evaluate(profile)).toBeUndefined();
    expect(compiled('b = "x" ? null : b').evaluate(profile)).toBeNull();
  });

  test('take time from the start of the sync, in the interpreter too', async () => {
    const now = '2026-11-03T12:00:00.000Z';
    expect(compiled('$now()').evaluate({})).toBe(now);
    expect(compiled('$millis()').evaluate({})).toBe(NOW_MS);
    expect(await compiled('$map([1], function($x) { $now() })').evaluate({})).toBe(now);
    expect(await compiled('$now("[Y]")').evaluate({})).toBe('2026');
    expect(await compiled('$map([1], function($x) { $millis() })').evaluate({})).toBe(NOW_MS);
  });

  test('a record cannot pose as the interpreter’s own', async () => {
    const profile = { f: { _jsonata_lambda: true, body: 'x' }, tupleStream: true };
    expect(compiled('$string(f)').evaluate(profile)).toBe('{"body":"x"}');
    expect(await compiled('$keys($)').evaluate(profile)).toBe('f');
    expect(await compiled('$type(f)').evaluate(profile)).toBe('object');
  });

  test.each([
    '( $f := function() { $f() }; $f() )',
    '( $f := function($n) { 1 + $f($n) }; $f(1) )',
    '[1..9999999]',
  ])('%s ends', async (source) => {
    await expect(compiled(source).evaluate({})).rejects.toBeDefined();
  });

  test('evaluations that overlap are counted apart', async () => {
    const { evaluate } = compiled('$sum($map([1..2000], function($i) { $i * 2 + 1 }))');
    const results = await Promise.all(Array.from({ length: 20 }, () => evaluate({})));
    expect(new Set(results)).toEqual(new Set([4_004_000]));
  });
});

describe('mistakes are found when compiling', () => {
  test.each([
    ['a &', /character 3/],
    ["'open", /\(character/],
    ['$random()', /\$random cannot be used/],
    ['$shuffle(a)', /\$shuffle/],
    ['$eval("a")', /\$eval/],
    ['$uper(a)', /\$uper is neither/],
    ['$phone()', /expected \$phone/],
    ['a ~> $minor()', /expected \$minor/],
    ['', /does not compile/],
  ])('%s', (source, message) => {
    expect(problem(source)).toMatch(message);
  });

  test('a near name is offered', () => {
    expect(compileExpression('$upercase(a)', ENV)).toMatchObject({
      hint: 'did you mean $uppercase?',
    });
  });

  test.each([
    '($x := 1; $x)',
    '$map(a, function($v, $i) { $v & $i })',
    'a@$p.b#$i.{"x": $p, "y": $i}',
    'a[b=1]#$k.c.($k)',
    'items^(>price)[0]',
    '$ ~> |a|{"b":1}|',
  ])('%s compiles', (source) => {
    expect(compileExpression(source, ENV)).toHaveProperty('evaluate');
  });
});

test.each([
  ['a & b.c', ['a', 'b']],
  ['$.a & $$.b', ['a', 'b']],
  ['$uppercase(a)', ['a']],
  ["a ~> $string() ~> $replace('x', b)", ['a', 'b']],
  ['items[price > limit].name', ['items', 'price', 'limit']],
  ['$map(tags, function($t) { $t & suffix })', ['suffix', 'tags']],
  ['tags[$ = "x"]', ['tags']],
  ['$keys($)', 'all'],
  ['$string()', 'all'],
  ['*', 'all'],
  ['**.x', 'all'],
  ['$lookup("a")', 'all'],
  ['($c := $$; $c.a)', 'all'],
])('%s reads %j', (source, columns) => {
  const read = compiled(source).columns;
  expect(read === 'all' ? read : [...read].sort()).toEqual(
    columns === 'all' ? columns : [...columns].sort(),
  );
});

/** Without the marks that the interpreter leaves on lists. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
