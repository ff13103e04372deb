import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePath, formatPath, parsePath } from './property-path.ts';

const keysOf = (text: string): readonly string[] => {
  const parsed = parsePath(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
};

describe('parsePath', () => {
  it.each([
    ['email', ['email']],
    ['  email ', ['email']],
    ['user id', ['user id']],
    ['address.city', ['address', 'city']],
    ['["odd key"].x', ['odd key', 'x']],
    ['["a.b"]', ['a.b']],
    ['a["b\\"c"].d', ['a', 'b"c', 'd']],
    ['a.["b"]', ['a', 'b']],
    ['["a"]["b"]', ['a', 'b']],
    ['$weird-column', ['$weird-column']],
  ])('reads %s', (text, keys) => {
    expect(parsePath(text)).toEqual(keys);
  });

  it.each([
    ['', 0],
    ['   ', 0],
    ['.a', 0],
    ['a.', 2],
    ['a..b', 2],
    ['a[0]', 1],
    ["a['b']", 1],
    ['a]', 1],
    ['["a"]b', 5],
    ['["a\\q"]', 0],
  ])('refuses %j at %d', (text, at) => {
    const parsed = parsePath(text);
    // A trailing dot leaves nothing to read behind it.
    expect('problem' in parsed ? parsed.at : parsed).toBe(at);
  });

  it('reads back what formatPath writes', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (keys) => {
        expect(parsePath(formatPath(keys))).toEqual(keys);
      }),
    );
  });
});

describe('compilePath', () => {
  const profile = {
    email: 'a',
    nothing: null,
    address: { city: 'Leeds', parts: ['x'] },
    'odd key': { x: 1 },
  };

  it.each([
    ['email', 'a'],
    ['nothing', null],
    ['missing', undefined],
    ['address.city', 'Leeds'],
    ['address.missing', undefined],
    ['email.city', undefined],
    ['nothing.city', undefined],
    ['address.parts.length', undefined],
    ['["odd key"].x', 1],
    ['constructor', undefined],
    ['__proto__', undefined],
    ['address.toString', undefined],
  ])('%s', (path, value) => {
    expect(compilePath(keysOf(path))(profile)).toBe(value);
  });

  it('finds an own key that every object inherits', () => {
    const odd = JSON.parse('{"__proto__":1,"constructor":{"name":2}}');
    expect(compilePath(['__proto__'])(odd)).toBe(1);
    expect(compilePath(['constructor', 'name'])(odd)).toBe(2);
  });
});
