#!/usr/bin/env node
import { constants, tmpdir } from 'node:os';
import process from 'node:process';
import { Command, CommanderError } from 'commander';
import type { Context } from './commands/context.ts';
import { clock } from './edge/clock.ts';
import { openStdout, readStdin } from './edge/stdio.ts';
import { GRACE_MS } from './model/limits.ts';

const ended = new AbortController();
let signalled: NodeJS.Signals | undefined;

/** A second signal ends the process at once, as without a handler. */
function onSignal(name: NodeJS.Signals): void {
  signalled = name;
  ended.abort(new Error(name));
}
process.once('SIGTERM', onSignal);
process.once('SIGINT', onSignal);

let unheard = false;
const output = openStdout(() => {
  unheard = true;
  ended.abort(new Error('stdout is closed'));
});
const context: Context = {
  output,
  clock,
  input: readStdin,
  terminated: ended.signal,
  environment: {
    stripeApiBase: variable('STRIPE_API_BASE'),
    httpsProxy: variable('HTTPS_PROXY') ?? variable('https_proxy'),
    noProxy: variable('NO_PROXY') ?? variable('no_proxy'),
    logLevel: variable('LOG_LEVEL'),
    temporaryDirectory: tmpdir(),
    dataChannelMedium: variable('DATA_CHANNEL_MEDIUM'),
  },
};

process.exitCode = await main(process.argv);
if (signalled === undefined) await output.flush();
else await Promise.race([output.flush(), clock.sleep(GRACE_MS)]);
if (unheard) process.exitCode = 1;
// As the container's first process the signal has no effect of its own: the code must tell.
if (signalled !== undefined) {
  process.exitCode = 128 + constants.signals[signalled];
  process.kill(process.pid, signalled);
}

async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = new Command('destination-stripe')
    .description('Keeps Stripe customers in step with customer profiles (Airbyte destination)')
    .exitOverride()
    .configureOutput({ writeOut: (text) => process.stderr.write(text) });
  program
    .command('spec')
    .description('print the specification')
    .action(async () => {
      const { spec } = await import('./commands/spec.ts');
      spec(output);
    });
  program
    .command('check')
    .description('check the configuration and the connection')
    .requiredOption('--config <file>', 'configuration (JSON)')
    .action(async (options: { config: string }) => {
      const { check } = await import('./commands/check.ts');
      code = await check(options, context);
    });
  program
    .command('write')
    .description('read messages on stdin and write customers')
    .requiredOption('--config <file>', 'configuration (JSON)')
    .requiredOption('--catalog <file>', 'configured catalog (JSON)')
    .option('--pipeline <name>', 'run this pipeline only')
    .action(async (options: { config: string; catalog: string; pipeline?: string }) => {
      const { write } = await import('./commands/write.ts');
      code = await write(options, context);
    });
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode;
  }
  return code;
}

function variable(name: string): string | undefined {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
}
