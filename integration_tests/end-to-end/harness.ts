import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, JsonObject } from '../stripe-sandbox/types.ts';

/** What one run of the built bundle gave. */
export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lines: readonly string[];
  readonly messages: readonly Message[];
  readonly stderr: string;
}

export interface Message {
  readonly type: string;
  readonly log?: { readonly level: string; readonly message: string };
  readonly trace?: { readonly error?: { readonly message: string; readonly failure_type: string } };
  readonly connectionStatus?: { readonly status: string; readonly message?: string };
  readonly spec?: JsonObject;
}

export interface RunOptions {
  readonly url?: string;
  readonly config: unknown;
  readonly catalog?: unknown;
  readonly input?: string;
  readonly args?: readonly string[];
  readonly env?: { readonly [name: string]: string };
}

/** Runs `dist/main.js <command>` (or the file that `BUNDLE` names) as a host does: messages on stdin. */
export function runBundle(command: string, options: RunOptions): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const args = [process.env['BUNDLE'] ?? 'dist/main.js', command];
  const file = (name: string, content: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  if (command !== 'spec') args.push('--config', file('config.json', options.config));
  if (options.catalog !== undefined) args.push('--catalog', file('catalog.txt', options.catalog));
  const child = spawn(process.execPath, [...args, ...(options.args ?? [])], {
    env: {
      PATH: process.env['PATH'],
      ...(options.url === undefined ? {} : { STRIPE_API_BASE: options.url }),
      ...options.env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      rmSync(folder, { recursive: true, force: true });
      const lines = stdout.split('\n').filter((line) => line !== '');
      resolve({ code, signal, lines, messages: lines.map(parse), stderr });
    });
  });
}

function parse(line: string): Message {
  try {
    return JSON.parse(line) as Message;
  } catch {
    throw new Error(`stdout holds a line that is no JSON: ${line}`);
  }
}

/** A RECORD line. */
export function record(stream: string, data: JsonObject, more: JsonObject = {}): string {
  return JSON.stringify({ type: 'RECORD', record: { stream, data, emitted_at: 1, ...more } });
}

/** A STREAM state line. */
export function state(stream: string, id: number, cursor: Json = id): string {
  return JSON.stringify({
    type: 'STATE',
    state: {
      type: 'STREAM',
      stream: { stream_descriptor: { name: stream }, stream_state: { cursor } },
      id,
    },
  });
}

/** A catalog of plain streams with a primary key. */
export function catalogOf(...names: readonly string[]): JsonObject {
  return {
    streams: names.map((name) => ({
      stream: { name, json_schema: {}, supported_sync_modes: ['full_refresh'] },
      sync_mode: 'full_refresh',
      destination_sync_mode: 'append_dedup',
      primary_key: [['id']],
    })),
  };
}

/** The machine-readable summary at the end of a sync. */
export interface Summary {
  readonly records: number;
  readonly rejected_records: number;
  readonly reads: { readonly list: number; readonly retrieve: number; readonly search: number };
  readonly pipelines: readonly PipelineSummary[];
}

export interface PipelineSummary {
  readonly name: string;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly filtered: number;
  readonly skipped: number;
  readonly rejected: number;
  readonly reasons: { readonly [reason: string]: number };
}

export function summaryOf(ran: Ran): Summary {
  const line = logsOf(ran).find((text) => text.startsWith('summary '));
  if (line === undefined) throw new Error(`no summary: ${ran.lines.join('\n')}`);
  return JSON.parse(line.slice('summary '.length)) as Summary;
}

export function logsOf({ messages }: Ran): readonly string[] {
  return messages.flatMap(({ log }) => (log === undefined ? [] : [log.message]));
}

/** The one error that ended the run. */
export function errorOf({
  messages,
}: Ran): { readonly message: string; readonly failure_type: string } | undefined {
  return messages.find(({ type }) => type === 'TRACE')?.trace?.error;
}

export function statesOf({ lines }: Ran): readonly string[] {
  return lines.filter((line) => line.startsWith('{"type":"STATE"'));
}
