import { describe, expect, it } from 'vitest';
import { operatorIssues, pathIssues } from './condition-issues.ts';

describe('operatorIssues', () => {
  it.each([
    ['is', ['pro']],
    ['is', ['']],
    ['is one of', ['a', 'b', 'c']],
    ['is between', ['1', '2']],
    ['is between', ['a', 'b']],
    ['is before', ['7 days ago']],
    ['exists', []],
  ])('accepts %s %j', (operator, values) => {
    expect(operatorIssues(operator, values, '/c')).toEqual([]);
  });

  it.each([
    ['is', [], '"is" takes one value, not 0'],
    ['is', ['a', 'b'], '"is" takes one value, not 2'],
    ['is one of', [], '"is one of" takes at least one value, not 0'],
    ['is between', ['1'], '"is between" takes two values, not 1'],
    ['is null', ['x'], '"is null" takes no value, not 1'],
    ['is before', ['soon'], '"is before" cannot read the value as a date'],
    [
      'is not between',
      ['1', 'b'],
      '"is not between" got a number and a text; nothing lies between them',
    ],
  ])('refuses %s %j', (operator, values, message) => {
    expect(operatorIssues(operator, values, '/c')).toEqual([
      { code: 'operator_values', pointer: '/c/values', message, hint: expect.any(String) },
    ]);
  });

  it.each([
    ['equals', 'See docs/operators.md for all operators'],
    ['is_one_of', 'Did you mean "is one of"?'],
    ['Is Not', 'Did you mean "is not"?'],
    ['is greater then', 'Did you mean "is greater than"?'],
  ])('does not know %s', (operator, hint) => {
    expect(operatorIssues(operator, [], '/c')).toEqual([
      {
        code: 'unknown_operator',
        pointer: '/c/operator',
        message: 'There is no such operator',
        hint,
      },
    ]);
  });
});

it('says where a path cannot be read', () => {
  expect(pathIssues('a.b', '/p')).toEqual([]);
  expect(pathIssues('a[0]', '/p')).toMatchObject([
    {
      code: 'invalid_property_path',
      pointer: '/p',
      message: expect.stringContaining('character 2'),
    },
  ]);
});
