import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, ConditionGroup, FilterConfig } from '../model/config.ts';
import { OPERATORS } from '../model/operator-table.ts';
import type { Profile, Value } from '../model/record.ts';
import { compileFilter, type FilterEnv } from './compile-filter.ts';

const ENV: FilterEnv = {
  nowMs: Date.parse('2025-06-15T12:00:00Z'),
  pointer: '/f',
  compileExpression: () => () => true,
};

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, '', 'pro', 'Pro', '42', 42, 42.5, true, false, '2025-06-15'),
  fc.constantFrom<Value>([], {}, ['pro', 42], { pro: 1 }, 9007199254740993n),
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }),
);
const profile: fc.Arbitrary<Profile> = fc.dictionary(fc.constantFrom('a', 'b'), value);
const text = fc.oneof(fc.constantFrom('', 'pro', '42', 'true', '[]', '2025-06-15'), fc.string());
const dateText = fc.constantFrom(
  'now',
  'today',
  '7 days ago',
  '2025-06-15',
  '2025-06-15T10:00:00Z',
);

const condition: fc.Arbitrary<Condition> = fc.constantFrom(...OPERATORS).chain((operator) => {
  const one: fc.Arbitrary<string> =
    operator.reads === 'date'
      ? dateText
      : operator.values === 2
        ? fc.constantFrom('1', '42')
        : text;
  const length = operator.values === 'many' ? { minLength: 1 } : bounds(operator.values);
  return fc.record({
    property: fc.constantFrom('a', 'b', 'a.pro'),
    operator: fc.constant(operator.name),
    values: fc.array(one, { maxLength: 3, ...length }),
    ignoreCase: fc.boolean(),
  });
});

const leafGroup = groupOf(fc.constant([]));
const group = groupOf(fc.array(groupOf(fc.array(leafGroup, { maxLength: 2 })), { maxLength: 2 }));

const NEGATION = new Map<string, string>(
  OPERATORS.flatMap((operator) =>
    'negates' in operator
      ? [[operator.name, operator.negates] as const, [operator.negates, operator.name] as const]
      : [],
  ),
);

describe('conditions', () => {
  it('of a negative operator are the exact negation of its positive', () => {
    expect(NEGATION.size).toBe(14);
    const negatable = condition.filter(({ operator }) => NEGATION.has(operator));
    fc.assert(
      fc.property(negatable, profile, (positive, given) => {
        const negative = { ...positive, operator: NEGATION.get(positive.operator) ?? '' };
        expect(keeps(single(negative), given)).toBe(!keeps(single(positive), given));
      }),
      { numRuns: 2000 },
    );
  });

  it('of every positive operator are false on null and on a missing property', () => {
    const positives = condition.filter(
      ({ operator }) => !/\bnot\b|null|empty|exists/.test(operator),
    );
    fc.assert(
      fc.property(positives, fc.constantFrom<Profile>({}, { a: null, b: null }), (one, given) => {
        expect(keeps(single(one), given)).toBe(false);
      }),
    );
  });
});

describe('groups', () => {
  it('follow De Morgan where every condition can be negated', () => {
    fc.assert(
      fc.property(group.map(onlyNegatable), profile, (positive, given) => {
        expect(keeps(negate(positive), given)).toBe(!keeps(positive, given));
      }),
    );
  });

  it('read nothing that is not the condition’s', () => {
    fc.assert(
      fc.property(group, profile, (one, given) => {
        expect(keeps(one, { ...given, other: 1 })).toBe(keeps(one, given));
      }),
    );
  });
});

describe('expressions', () => {
  const expression: FilterConfig = { type: 'expression', expression: 'x' };
  const keepsResult = (result: unknown) =>
    compileFilter(expression, { ...ENV, compileExpression: () => () => result }).predicate({});

  it.each([1, 'true', 'yes', {}, [true], null, undefined, false])('drop on %j', async (result) => {
    expect(keepsResult(result)).toBe(false);
    await expect(keepsResult(Promise.resolve(result))).resolves.toBe(false);
  });

  it('keep on true only', async () => {
    expect(keepsResult(true)).toBe(true);
    await expect(keepsResult(Promise.resolve(true))).resolves.toBe(true);
  });

  it('pass a throw on, for the record to be rejected', async () => {
    const fail = () => {
      throw new Error('x');
    };
    const { predicate } = compileFilter(expression, { ...ENV, compileExpression: () => fail });
    expect(() => predicate({})).toThrow();
    await expect(keepsResult(Promise.reject(new Error('x')))).rejects.toThrow();
  });

  it('that do not compile give the issue at their own pointer', () => {
    const issue = { code: 'invalid_expression', pointer: '', message: 'at 3' };
    const { issues } = compileFilter(expression, { ...ENV, compileExpression: () => issue });
    expect(issues).toEqual([{ ...issue, pointer: '/f/expression' }]);
  });
});

function groupOf(groups: fc.Arbitrary<readonly ConditionGroup[]>): fc.Arbitrary<ConditionGroup> {
  const logical = fc.constantFrom('and' as const, 'or' as const);
  return fc.record({ logical, conditions: fc.array(condition, { maxLength: 3 }), groups });
}

function bounds(count: number) {
  return { minLength: count, maxLength: count };
}

function single(one: Condition): ConditionGroup {
  return { logical: 'and', conditions: [one], groups: [] };
}

function keeps(one: ConditionGroup, given: Profile): boolean {
  const { predicate, issues } = compileFilter({ type: 'conditions', ...one }, ENV);
  expect(issues).toEqual([]);
  return predicate(given) as boolean;
}

function onlyNegatable(one: ConditionGroup): ConditionGroup {
  const conditions = one.conditions.filter(({ operator }) => NEGATION.has(operator));
  return { ...one, conditions, groups: one.groups.map(onlyNegatable) };
}

function negate(one: ConditionGroup): ConditionGroup {
  return {
    logical: one.logical === 'and' ? 'or' : 'and',
    conditions: one.conditions.map((inner) => ({
      ...inner,
      operator: NEGATION.get(inner.operator) ?? '',
    })),
    groups: one.groups.map(negate),
  };
}
