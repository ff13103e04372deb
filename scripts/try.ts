// npm run try -- --config F [--pipeline NAME] '{"email":"ann@example.com"}': one record, shown after every hop. Nothing is sent.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/commands/load.ts';
import { clock } from '../src/edge/clock.ts';
import { compileChecks, openScriptEngine } from '../src/edge/script/script-engine.ts';
import { parseLossless, stringifyLossless } from '../src/lib/lossless-json.ts';
import { matchDraft } from '../src/match/match-draft.ts';
import { ConfigError } from '../src/model/failure.ts';
import type { SourceRecord } from '../src/model/record.ts';
import { planSteps } from '../src/plan/plan-steps.ts';
import { compilePipeline } from '../src/sync/compile.ts';

const { values, positionals } = parseArgs({
  options: { config: { type: 'string' }, pipeline: { type: 'string' } },
  allowPositionals: true,
});
const show = (hop: string, what: unknown) =>
  process.stdout.write(`${hop.padEnd(8)} ${stringifyLossless(what)}\n`);

try {
  await tryRecord();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stdout.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function tryRecord(): Promise<void> {
  const [text] = positionals;
  if (values.config === undefined || text === undefined) {
    process.stdout.write('usage: npm run try -- --config FILE [--pipeline NAME] RECORD_AS_JSON\n');
    process.exitCode = 2;
    return;
  }
  const { config } = loadConfig(values.config);
  const wanted = ({ name }: { readonly name: string }) =>
    values.pipeline === undefined || name === values.pipeline;
  const index = config.pipelines.findIndex(wanted);
  const chosen = config.pipelines[index];
  if (chosen === undefined) {
    const names = config.pipelines.map(({ name }) => `"${name}"`).join(', ');
    process.stdout.write(`There is no pipeline "${values.pipeline}"; there are ${names}\n`);
    process.exitCode = 1;
    return;
  }
  const { transformation } = chosen;
  const script =
    transformation.type === 'javascript' || transformation.type === 'python'
      ? { language: transformation.type, source: transformation.source, pipeline: index }
      : undefined;
  const faults = script === undefined ? [] : await compileChecks([script]);
  const fault = faults.find((one) => one !== undefined);
  if (fault !== undefined) throw new ConfigError([fault]);
  const engine =
    script === undefined ? undefined : await openScriptEngine({ sources: [script], clock });
  try {
    const nowMs = clock.now();
    const { pipeline, issues } = compilePipeline(chosen, index, { nowMs, engine });
    if (issues.length > 0) throw new ConfigError(issues);
    await hops(pipeline, text, nowMs);
  } finally {
    await engine?.close();
  }
}

async function hops(
  pipeline: ReturnType<typeof compilePipeline>['pipeline'],
  text: string,
  nowMs: number,
): Promise<void> {
  const profile = parseLossless(text) as SourceRecord['profile'];
  const record: SourceRecord = {
    ordinal: 1,
    streamKey: pipeline.config.stream,
    profile,
    primaryKey: undefined,
    deleted: false,
    truncated: [],
    nulled: [],
    bytes: text.length,
  };
  show('record', profile);
  const kept = await pipeline.keep(profile);
  show('filter', kept ? 'kept' : 'filtered');
  if (!kept) return;
  const [mapped] = await pipeline.map([record]);
  if (mapped?.kind !== 'draft') {
    show('map', mapped);
    return;
  }
  show('map', mapped.draft);
  const ladder = pipeline.ladderOf(profile);
  show(
    'keys',
    ladder.map((key) => (key === undefined ? null : `${key.field} = ${key.value}`)),
  );
  const match = matchDraft(ladder, mapped.draft, pipeline.policy, () => []);
  show('match', match.kind === 'none' ? 'nobody (Stripe is not asked here)' : match);
  const steps = planSteps({ draft: mapped.draft, ladder, match, policy: pipeline.policy, nowMs });
  for (const step of steps) show('plan', step);
}
