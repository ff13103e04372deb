import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScriptEngine } from '../../src/edge/script/script-engine.ts';
import type { ScriptEngine } from '../../src/model/ports.ts';
import { PYTHON_ATTACKS } from './attacks-python.ts';
import { WALL } from './wall-clock.ts';

const WRAPPER = `
def transform(profile):
    if not profile.get('bad'): return {'i': profile['i']}
    reached = attack(profile)
    return {'reached': reached} if isinstance(reached, str) else reached
`;
const BATCH = [0, 1, 2, 3].map((i) => ({ i, bad: i === 1 }));

let engine: ScriptEngine;
beforeAll(async () => {
  const sources = PYTHON_ATTACKS.map(({ source }, pipeline) => ({
    language: 'python' as const,
    pipeline,
    source: source + WRAPPER,
  }));
  engine = await openScriptEngine({ sources, clock: WALL, timeoutMs: 300 });
});
afterAll(() => engine.close());

for (const [pipeline, { title, code }] of PYTHON_ATTACKS.entries()) {
  test(title, async () => {
    const results = await engine.transform(pipeline, BATCH);
    const bad = results[1];
    if (code !== undefined) expect(bad).toMatchObject({ kind: 'failed', code });
    if (bad?.kind === 'returned') expect(bad.value).toEqual({ reached: 'nothing' });
    for (const i of [0, 2, 3]) {
      expect(results[i]).toMatchObject({ kind: 'returned', value: { i } });
    }
  });
}
