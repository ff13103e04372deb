import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { httpClient, idsOf } from './test-support.ts';

it('runs by itself: prints its address, serves its seeds, ends on SIGTERM', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stripe-sandbox-'));
  const seeds = join(folder, 'customers.jsonl');
  writeFileSync(seeds, '{"id":"cus_1","email":"a@b.co"}\n');
  const flags = ['--port', '0', '--seed-file', seeds, '--seed-count', '2', '--limits', 'none'];
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [main, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const client = httpClient(line.toString().trim());
    expect(idsOf(await client.get('/v1/customers', { email: 'a@b.co' }))).toEqual(['cus_1']);
    expect(idsOf(await client.get('/v1/customers'))).toHaveLength(3);
  } finally {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true });
  }
  expect(await ended).toEqual([0, null]);
});
