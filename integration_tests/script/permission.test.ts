import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { entryFiles } from '../../src/edge/script/entry-files.ts';
import { childArguments } from '../../src/edge/script/python-process.ts';

test('JavaScript in the process of the Python interpreter reaches nothing', () => {
  const probe = new URL('./probe.mjs', import.meta.url);
  const files = { ...entryFiles(), pythonChild: probe, pythonReads: [probe] };
  const text = execFileSync(process.execPath, childArguments(files), {
    env: {},
    encoding: 'utf8',
  });
  const outcome = JSON.parse(text) as { readonly [attempt: string]: string };
  expect(Object.keys(outcome)).toHaveLength(14);
  const denied = 'ERR_ACCESS_DENIED';
  expect(outcome).toMatchObject({
    read: denied,
    list: denied,
    write: denied,
    spawn: denied,
    worker: denied,
    wasi: denied,
    connect: denied,
    code: 'EvalError',
    environment: 'Error',
  });
  expect(Object.values(outcome)).not.toContain('reached');
});
