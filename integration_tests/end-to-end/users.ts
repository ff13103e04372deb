import { startSandbox } from '../stripe-sandbox/server.ts';
import { countPosts } from '../stripe-sandbox/test-support.ts';
import type { JsonObject } from '../stripe-sandbox/types.ts';
import { catalogOf, type Ran, type RunOptions, record, runBundle, state } from './harness.ts';

export const KEY = 'rk_test_customers';

/** The pipeline of these tests: stream users, matched by email. */
export function pipelineOf(more: JsonObject = {}): JsonObject {
  return {
    name: 'Users',
    stream: 'users',
    matching: [{ property: 'email', field: 'email' }],
    transformation: mappingOf({ email: 'email', name: 'name' }),
    ...more,
  };
}

/** A mapping: field → expression. */
export function mappingOf(fields: { readonly [field: string]: string }): JsonObject {
  return {
    type: 'mapping',
    fields: Object.entries(fields).map(([field, expression]) => ({ field, expression })),
  };
}

/** A configuration with that one pipeline, and no pace to wait for. */
export function configOf(more: JsonObject = {}, pipeline: JsonObject = {}): JsonObject {
  return {
    api_key: KEY,
    stripe_mode: 'test',
    pipelines: [pipelineOf(pipeline)],
    rate_limit: { account_per_second: 5000, operation_per_second: 5000 },
    ...more,
  };
}

/** Records of the stream users with consecutive ids. */
export function users(...rows: readonly JsonObject[]): readonly string[] {
  return rows.map((row, at) => record('users', { id: at + 1, ...row }));
}

export const ANN = { email: 'ann@example.com', name: 'Ann' };

export type Bench = Awaited<ReturnType<typeof openBench>>;

/** A sandbox without limits, and the bundle pointed at it. */
export async function openBench() {
  const sandbox = await startSandbox({ port: 0, limits: 'none' });
  const run = (command: string, options: RunOptions): Promise<Ran> =>
    runBundle(command, { url: sandbox.url, ...options });
  return {
    ...sandbox,
    run,
    /** Syncs the stream users: by default Ann, then a state. */
    write: (options: Partial<RunOptions> = {}): Promise<Ran> =>
      run('write', {
        config: configOf(),
        catalog: catalogOf('users'),
        input: inputOf(...users(ANN), state('users', 1)),
        ...options,
      }),
    check: (config: unknown): Promise<Ran> => run('check', { config }),
    customers: () => [...sandbox.core.customers()],
    posts: () => countPosts(sandbox.core),
  };
}

/** Lines as a host sends them. */
export function inputOf(...lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
