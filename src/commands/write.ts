import type { StripeEdge } from '../edge/stripe/client.ts';
import type { Config } from '../model/config.ts';
import { errorEntry } from '../model/error-registry.ts';
import { ConfigError, type ConfigIssue, StripeFailure, TransientError } from '../model/failure.ts';
import { compile } from '../sync/compile.ts';
import { run } from '../sync/run.ts';
import { expandFor } from '../sync/slot.ts';
import { Stop } from '../sync/stop.ts';
import { type Context, createLog, redacted } from './context.ts';
import { failureLine } from './failure.ts';
import { issueText, loadCatalog, loadConfig } from './load.ts';
import { only } from './only-pipeline.ts';
import { openEdges, stripeFor } from './open-edges.ts';
import { openRejects } from './open-rejects.ts';
import { openScripts } from './open-scripts.ts';
import { verifyAccount } from './probe.ts';

export interface WriteArguments {
  readonly config: string;
  readonly catalog: string;
  /** Only this pipeline. */
  readonly pipeline?: string;
}

/** Runs one sync. Gives the exit code: 0, or 1 after one TRACE ERROR. */
export async function write(args: WriteArguments, context: Context): Promise<number> {
  const { clock, output, terminated } = context;
  const secrets: Parameters<typeof failureLine>[2][number][] = [];
  const stop = new Stop();
  const terminate = () => stop.now(new Terminated());
  terminated.addEventListener('abort', terminate, { once: true });
  try {
    refuseSockets(context);
    const loaded = loadConfig(args.config);
    secrets.push(loaded.config.apiKey);
    await sync(only(loaded.config, args.pipeline), loaded.warnings, args, context, stop);
    return 0;
  } catch (error) {
    if (error instanceof Terminated) return 0;
    output.line(failureLine(error, clock.now(), secrets));
    return 1;
  } finally {
    terminated.removeEventListener('abort', terminate);
  }
}

/** SIGTERM: what is settled is acknowledged, then the process dies by the signal. */
class Terminated extends Error {
  override readonly name = 'Terminated';
}

async function sync(
  config: Config,
  warnings: readonly ConfigIssue[],
  args: WriteArguments,
  context: Context,
  stop: Stop,
): Promise<void> {
  const output = redacted(context.output, [config.apiKey]);
  const log = createLog(output, context.environment.logLevel);
  const catalog = loadCatalog(args.catalog);
  const engine = await openScripts(config, catalog, context);
  try {
    const compiled = compile(config, catalog, { nowMs: context.clock.now(), engine });
    if (compiled.issues.length > 0) throw new ConfigError(compiled.issues);
    for (const issue of [...warnings, ...compiled.warnings]) log.warn(issueText(issue));
    if (args.pipeline !== undefined) {
      log.warn(
        `--pipeline "${args.pipeline}": other pipelines get nothing, yet STATEs are acknowledged`,
      );
    }
    const slots = compiled.pipelines.map(({ slot }) => slot);
    const stripe = stripeFor(config, context, expandFor(slots));
    if (needsVerifying(config)) {
      for (const issue of await verified(config, stripe)) log.warn(issueText(issue));
    }
    const rejects = await openRejects(config, context);
    try {
      const edges = openEdges({ config, context, output, stripe, stop, rejects });
      await run({ config, compiled, dryRun: config.dryRun }, edges);
      if (config.dryRun) throw dryRunFinished();
    } finally {
      await rejects?.close();
      stripe.close();
    }
  } finally {
    await engine?.close();
  }
}

/** `expected_account`, and the mode where the key's prefix does not tell it. */
function needsVerifying({ expectedAccount, apiKey }: Config): boolean {
  return expectedAccount !== undefined || !/_(test|live)_/.test(apiKey.reveal());
}

async function verified(config: Config, stripe: StripeEdge): Promise<readonly ConfigIssue[]> {
  try {
    return await verifyAccount(config, stripe, undefined);
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    const { what, fix } = errorEntry('stripe_unreachable');
    throw new TransientError('stripe_unreachable', `${what} — account check — ${fix}`);
  }
}

function dryRunFinished(): ConfigError {
  const { what, fix } = errorEntry('dry_run_finished');
  return new ConfigError([
    { code: 'dry_run_finished', pointer: '/dry_run', message: what, hint: fix },
  ]);
}

/** Socket mode would leave the input unread for ever. */
function refuseSockets({ environment }: Context): void {
  if (environment.dataChannelMedium?.toUpperCase() !== 'SOCKET') return;
  const { what, fix } = errorEntry('data_channel_unsupported');
  throw new ConfigError([
    { code: 'data_channel_unsupported', pointer: '', message: what, hint: fix },
  ]);
}
