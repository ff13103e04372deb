// Runs dependency-cruiser and asserts that it really saw the modules: an unsupported compiler makes it see none.
import { execFileSync } from 'node:child_process';

const MODULES_MIN = 40;
const json = execFileSync(
  process.execPath,
  ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', 'src', '--output-type', 'json'],
  { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
);
const { modules, summary } = JSON.parse(json) as {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string }; from: string; to: string; comment?: string }[] };
};
const own = modules.filter(({ source }) => source.startsWith('src/')).length;
for (const { rule, from, to } of summary.violations) {
  process.stdout.write(`${rule.name}: ${from} → ${to}\n`);
}
process.stdout.write(`${own} modules, ${summary.violations.length} violations\n`);
if (own < MODULES_MIN || summary.violations.length > 0) process.exitCode = 1;
