import { expect, test } from 'vitest';
import { compileChecks, openScriptEngine } from '../../src/edge/script/script-engine.ts';
import { WALL } from './wall-clock.ts';

const CASES = [
  ['javascript', 'function transform(p) { return {} }', undefined],
  ['javascript', 'function transform(p) {\n  return }}', /SyntaxError at 2:\d+/],
  ['javascript', 'function other() {}', /defines no transform/],
  ['javascript', 'const transform = { }', /cannot be called/],
  ['javascript', 'null.x; function transform() {}', /TypeError at 1:\d+/],
  ['javascript', 'export function transform() {}', /SyntaxError at 1:\d+/],
  ['javascript', 'for (;;);', /ran too long/],
  ['javascript', 'const x = []; for (;;) x.push(new Uint8Array(1e6))', /memory/],
  ['python', 'def transform(p): return {}', undefined],
  ['python', 'def transform(p):\n  return (', /SyntaxError at 2:\d+/],
  ['python', 'def transform(p):\nreturn 1', /IndentationError at 2:\d+/],
  ['python', 'x = 1', /defines no transform/],
  ['python', 'transform = 3', /cannot be called/],
  ['python', '\n1 / 0', /ZeroDivisionError at line 2/],
  ['python', 'import js\ndef transform(p): pass', /ImportError at line 1/],
  ['python', "x = {}['a']", /KeyError at line 1/],
] as const;

test('tells what is wrong with a source and where', async () => {
  const issues = await compileChecks(CASES.map(([language, source]) => ({ language, source })));
  for (const [index, [, source, message]] of CASES.entries()) {
    const issue = issues[index];
    if (message === undefined) expect(issue, source).toBeUndefined();
    else expect(issue?.message, source).toMatch(message);
  }
});

test('an engine with a source that does not load does not open', async () => {
  const sources = [
    { language: 'javascript', pipeline: 3, source: 'function transform( {' },
    { language: 'javascript', pipeline: 4, source: 'let x' },
  ] as const;
  await expect(openScriptEngine({ sources, clock: WALL })).rejects.toMatchObject({
    name: 'ConfigError',
    issues: [
      { pointer: '/pipelines/3/transformation/source' },
      { pointer: '/pipelines/4/transformation/source' },
    ],
  });
});

test('Python tells at the first batch', async () => {
  const sources = [{ language: 'python', pipeline: 2, source: 'x = (' }] as const;
  const engine = await openScriptEngine({ sources, clock: WALL });
  await expect(engine.transform(2, [{}])).rejects.toMatchObject({
    issues: [{ pointer: '/pipelines/2/transformation/source' }],
  });
  await engine.close();
});

test('a long chunk with one record that is ended from outside loses only that record', async () => {
  const source = `def transform(p):
    if p['i'] == 177: sum(iter(int, 1))
    return {'i': p['i']}`;
  const sources = [{ language: 'python', pipeline: 0, source }] as const;
  const engine = await openScriptEngine({ sources, clock: WALL, timeoutMs: 300 });
  const results = await engine.transform(
    0,
    Array.from({ length: 300 }, (_, i) => ({ i })),
  );
  await engine.close();
  for (const [i, result] of results.entries()) {
    if (i === 177) expect(result).toMatchObject({ code: 'transformation_timeout' });
    else expect(result).toEqual({ kind: 'returned', value: { i } });
  }
});
