import { expect, test } from 'vitest';
import { javascriptChunk } from './javascript-source.ts';

test('flat profiles are marked so, and need no places', () => {
  const chunk = javascriptChunk([{ a: 1 }, { a: 'x' }]);
  expect(chunk).toEqual({ records: '[{"a":1},{"a":"x"}]', exact: '[]', nested: false });
});

test('nested profiles are marked so', () => {
  expect(javascriptChunk([{ a: { b: 1 } }]).nested).toBe(true);
  expect(javascriptChunk([{ a: [1] }]).nested).toBe(true);
});

test('large integers travel as text with their places', () => {
  const profiles = [{ a: 1 }, { a: [2n ** 60n], __proto__x: { b: 2n ** 53n } }];
  const { records, exact } = javascriptChunk(profiles);
  expect(JSON.parse(records)[1].a[0]).toBe('1152921504606846976');
  expect(JSON.parse(exact)).toEqual([[[1, 'a', 0]], [[1, '__proto__x', 'b']]]);
});
