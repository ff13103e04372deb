import { expect, test } from 'vitest';
import { describeFault, JAVASCRIPT_CLASSES, linePlace, stackPlace } from './fault.ts';
import { readEntries } from './wire.ts';

const plain = () => 'Error';

test('reads values, drops and faults in their order', () => {
  const text = '[[0,{"a":1}],[1],[2,{"names":["Error"]},"said"],[0,{},"printed"]]';
  expect(readEntries(JSON.parse, text, 4, plain)).toEqual([
    { kind: 'returned', value: { a: 1 } },
    { kind: 'dropped' },
    { kind: 'failed', code: 'transformation_failed', detail: 'Error', printed: 'said' },
    { kind: 'returned', value: {}, printed: 'printed' },
  ]);
});

test('puts back what JSON cannot hold, by its place', () => {
  const text =
    '[[0,{"a":null,"__proto__":null,"b":[1,null]},"",[[["a"],"bigint","9007199254740993"],[["__proto__"],"bigint","5"],[["b",1],"number","NaN"]]]]';
  const [result] = readEntries(JSON.parse, text, 1, plain) ?? [];
  if (result?.kind !== 'returned') throw new Error('not returned');
  const value = result.value as Record<string, unknown>;
  expect(value['a']).toBe(9007199254740993n);
  expect(Object.getOwnPropertyDescriptor(value, '__proto__')?.value).toBe(5);
  expect(value['b']).toEqual([1, Number.NaN]);
});

test.each([
  ['[]'],
  ['[[0,1],[0,1]]'],
  ['{}'],
  ['[1]'],
  ['[[0,{},"",[[["x"],"bigint","1"]]]]'],
  ['[[0,{}'],
])('refuses %s as the answer for one record', (text) => {
  expect(readEntries(JSON.parse, text, 1, plain)).toBeUndefined();
});

test('keeps only the beginning of what a function prints', () => {
  const text = JSON.stringify([[1, null, 'x'.repeat(10_000)]]);
  const [result] = readEntries(JSON.parse, text, 1, plain) ?? [];
  expect(result?.printed?.length).toBeLessThan(4_100);
});

test('names a class only when the language has it or the source declares it', () => {
  const describe = describeFault('class Mine extends Error {}', JAVASCRIPT_CLASSES, () => '1:2');
  expect(describe({ names: ['Mine', 'Error'] })).toBe('Mine at 1:2');
  expect(describe({ names: ['jane@example.com', 'TypeError'] })).toBe('TypeError at 1:2');
  expect(describe({ names: ['jane'] })).toBe('an error at 1:2');
  expect(describe({ code: 'timeout', names: ['Mine'] })).toBe('ran too long');
});

test('finds the innermost frame of the source, within its lines', () => {
  const place = stackPlace('t.js');
  expect(place('    at x (prelude.js:9:9)\n    at y (t.js:3:14)\n    at z (t.js:1:1)', 5)).toBe(
    '3:14',
  );
  expect(place('    at y (t.js:30:14)', 5)).toBeUndefined();
  expect(place('    at y (txjs:3:14)', 5)).toBeUndefined();
  expect(place(undefined, 5)).toBeUndefined();
  expect(linePlace(3, 5)).toBe('line 3');
  expect(linePlace(6, 5)).toBeUndefined();
});
