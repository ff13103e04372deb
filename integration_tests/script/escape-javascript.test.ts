import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScriptEngine } from '../../src/edge/script/script-engine.ts';
import type { ScriptEngine } from '../../src/model/ports.ts';
import { JAVASCRIPT_ATTACKS } from './attacks-javascript.ts';
import { WALL } from './wall-clock.ts';

const WRAPPER = `
function transform(profile) {
  if (profile.bad !== true) return { i: profile.i };
  const reached = attack(profile);
  return typeof reached === 'string' ? { reached } : reached;
}`;
const BATCH = [0, 1, 2, 3].map((i) => ({ i, bad: i === 1, deep: { list: [1] } }));
const REJECTED_MS_MAX = 4_000;

let engine: ScriptEngine;
beforeAll(async () => {
  const sources = JAVASCRIPT_ATTACKS.map(({ source }, pipeline) => ({
    language: 'javascript' as const,
    pipeline,
    source: source + WRAPPER,
  }));
  engine = await openScriptEngine({ sources, clock: WALL, timeoutMs: 300 });
});
afterAll(() => engine.close());

for (const [pipeline, { title, code }] of JAVASCRIPT_ATTACKS.entries()) {
  test(title, async () => {
    const start = performance.now();
    const results = await engine.transform(pipeline, BATCH);
    expect(performance.now() - start).toBeLessThan(REJECTED_MS_MAX);
    const bad = results[1];
    if (code !== undefined) expect(bad).toMatchObject({ kind: 'failed', code });
    if (bad?.kind === 'returned') expect(bad.value).toEqual({ reached: 'nothing' });
    for (const i of [0, 2, 3]) {
      expect(results[i]).toMatchObject({ kind: 'returned', value: { i } });
    }
  });
}
