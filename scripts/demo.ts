// Shows a sync against the sandbox: some hundred customers as people have them, a file of messages, two passes.
import { readFileSync } from 'node:fs';
import {
  logsOf,
  runBundle,
  type Summary,
  summaryOf,
} from '../integration_tests/end-to-end/harness.ts';
import { startSandbox } from '../integration_tests/stripe-sandbox/server.ts';
import { countPosts } from '../integration_tests/stripe-sandbox/test-support.ts';
import { existingCustomers, messages } from './demo/people.ts';

const config = JSON.parse(readFileSync('scripts/demo/config.json', 'utf8'));
const catalog = JSON.parse(readFileSync('scripts/demo/catalog.json', 'utf8'));
const print = (text = '') => process.stdout.write(`${text}\n`);

const sandbox = await startSandbox({
  port: 0,
  latency: [5, 20],
  limits: { accountPerSecond: 500, operationPerSecond: 200, searchPerSecond: 100 },
});
sandbox.core.seed(existingCustomers());
const before = sandbox.core.count();
print(
  `A sandbox Stripe account with ${before} customers: mixed-case e-mails, doubles, other systems' metadata.`,
);

const first = await pass(
  'First pass: profiles of a warehouse, as an Airbyte connection would send them',
);
const second = await pass('Second pass: the same messages again');
await sandbox.close();

const wrote = second.posts;
print(wrote === 0 ? '\nThe second pass wrote nothing.' : `\nThe second pass wrote ${wrote} times!`);
process.exitCode = wrote === 0 && first.code === 0 && second.code === 0 ? 0 : 1;

async function pass(title: string) {
  print(`\n── ${title}`);
  const posts = countPosts(sandbox.core);
  const started = performance.now();
  const ran = await runBundle('write', { url: sandbox.url, config, catalog, input: messages() });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (ran.code !== 0) print(ran.lines.join('\n'));
  const made = countPosts(sandbox.core) - posts;
  table(summaryOf(ran));
  const rejected = logsOf(ran).filter((text) => text.startsWith('Rejected'));
  if (rejected.length > 0) print(`\n  Why ${rejected.length} records were rejected:`);
  for (const text of rejected) print(`  · ${text}`);
  print(`\n  ${made} writes, ${seconds} s, ${sandbox.core.count()} customers now`);
  return { code: ran.code, posts: made };
}

function table({ pipelines, reads }: Summary): void {
  const kinds = ['created', 'updated', 'unchanged', 'filtered', 'skipped', 'rejected'] as const;
  for (const pipeline of pipelines) {
    print(`\n  ${pipeline.name}`);
    for (const kind of kinds) {
      const count = pipeline[kind];
      print(
        `    ${kind.padEnd(10)} ${String(count).padStart(5)} ${'█'.repeat(Math.ceil(count / 8))}`,
      );
    }
    const why = Object.entries(pipeline.reasons).map(([reason, count]) => `${reason} ${count}`);
    if (why.length > 0) print(`    reasons: ${why.join(', ')}`);
  }
  print(`\n  reads: ${reads.list} list, ${reads.retrieve} retrieve, ${reads.search} search`);
}
