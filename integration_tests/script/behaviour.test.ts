import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openScriptEngine } from '../../src/edge/script/script-engine.ts';
import type { ScriptEngine } from '../../src/model/ports.ts';
import { BEHAVIOURS } from './behaviours.ts';
import { WALL } from './wall-clock.ts';

let engine: ScriptEngine;
beforeAll(async () => {
  const sources = BEHAVIOURS.map(({ language, source }, pipeline) => ({
    language,
    pipeline,
    source,
  }));
  engine = await openScriptEngine({ sources, clock: WALL });
});
afterAll(() => engine.close());

describe.each(['javascript', 'python'] as const)('%s', (language) => {
  for (const [pipeline, behaviour] of BEHAVIOURS.entries()) {
    if (behaviour.language !== language) continue;
    test(behaviour.title, async () => {
      const [result] = await engine.transform(pipeline, [behaviour.given]);
      expect(result).toEqual(behaviour.then);
    });
  }
});

test('a batch of nothing is nothing', async () => {
  expect(await engine.transform(0, [])).toEqual([]);
});

test('a pipeline without a function is a bug', () => {
  expect(() => engine.transform(999, [{}])).toThrow('has no function');
});
