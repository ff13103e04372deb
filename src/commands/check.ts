import { connectionStatusLine } from '../encode/messages.ts';
import { createRedactor } from '../encode/redact.ts';
import type { Config, Secret } from '../model/config.ts';
import { ConfigError, type ConfigIssue, StripeFailure } from '../model/failure.ts';
import { CHECK_MS_MAX } from '../model/limits.ts';
import { compilePipeline } from '../sync/compile.ts';
import type { Context } from './context.ts';
import { failureLine } from './failure.ts';
import { issueText, loadConfig } from './load.ts';
import { openRejects } from './open-rejects.ts';
import { checkScripts } from './open-scripts.ts';
import { probeStripe } from './probe.ts';

/**
 * Prints one CONNECTION_STATUS within 30 s. A user's mistake is FAILED with exit code 0; only a
 * fault of our own gives 1.
 */
export async function check(args: { readonly config: string }, context: Context): Promise<number> {
  const { clock, output } = context;
  const secrets: Secret[] = [];
  const late = new AbortController();
  try {
    const { config, warnings } = loadConfig(args.config);
    secrets.push(config.apiKey);
    const advice = await Promise.race([
      examine(config, context, late.signal),
      clock.sleep(CHECK_MS_MAX - 2_000, late.signal).then(tooLate),
    ]);
    const message = [...warnings, ...advice].map(issueText).join('\n');
    const redact = createRedactor(secrets);
    output.line(connectionStatusLine('SUCCEEDED', message === '' ? undefined : redact(message)));
    return 0;
  } catch (error) {
    if (error instanceof ConfigError) {
      const redact = createRedactor(secrets);
      output.line(connectionStatusLine('FAILED', redact(error.message)));
      return 0;
    }
    if (error instanceof StripeFailure) {
      output.line(connectionStatusLine('FAILED', unreachable(error)));
      return 0;
    }
    output.line(failureLine(error, clock.now(), secrets));
    return 1;
  } finally {
    late.abort(new Error('check ended'));
  }
}

async function examine(
  config: Config,
  context: Context,
  signal: AbortSignal,
): Promise<readonly ConfigIssue[]> {
  const nowMs = context.clock.now();
  const issues = config.pipelines.flatMap(
    (pipeline, index) => compilePipeline(pipeline, index, { nowMs, engine: undefined }).issues,
  );
  issues.push(...(await checkScripts(config)));
  if (issues.length > 0) throw new ConfigError(issues);
  const rejects = await openRejects(config, context);
  await rejects?.close();
  const advice = await probeStripe(config, context, signal);
  return [...advice, ...config.pipelines.flatMap((_, index) => lookupAdvice(config, index))];
}

/** Forced on demand cannot prove that a metadata key, phone, name or description is nobody's. */
function lookupAdvice(config: Config, index: number): readonly ConfigIssue[] {
  const pipeline = config.pipelines[index];
  if (pipeline === undefined || config.lookup !== 'on_demand') return [];
  if (pipeline.exportMode === 'update_only') return [];
  const unprovable = pipeline.matching.filter(({ field }) => field !== 'email' && field !== 'id');
  if (unprovable.length === 0) return [];
  const fields = unprovable.map(({ field }) => field).join(', ');
  return [
    {
      code: 'absence_unprovable',
      pointer: `/pipelines/${index}/matching`,
      message: `Lookup on_demand cannot prove that nobody holds ${fields}; such creates are rejected (existence_unproven)`,
      hint: 'Set lookup to auto, or match by email',
    },
  ];
}

function tooLate(): never {
  throw new StripeFailure({ kind: 'connection', problem: {} });
}

function unreachable({ problem }: StripeFailure): string {
  const what = problem.status === undefined ? 'did not answer' : `answered HTTP ${problem.status}`;
  const request = problem.requestId === undefined ? '' : ` (request ${problem.requestId})`;
  return `Stripe ${what}${request} — while checking the key — check proxy and network, or try again later`;
}
