import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { controlReply } from './control.ts';
import { createSandbox, type Sandbox } from './core.ts';
import type { SandboxOptions } from './options.ts';
import { serve } from './serve.ts';
import type { SandboxClock, SandboxRequest, SandboxResponse } from './types.ts';

export interface ServerOptions extends SandboxOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
}

export interface RunningSandbox {
  readonly url: string;
  readonly port: number;
  readonly core: Sandbox;
  readonly close: () => Promise<void>;
}

const REAL_CLOCK: SandboxClock = {
  now: Date.now,
  sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
};

/** Starts a sandbox on 127.0.0.1; its faults are real ones on the wire. */
export async function startSandbox(options: ServerOptions = {}): Promise<RunningSandbox> {
  const { port = 0, ...rest } = options;
  const core = createSandbox(rest);
  const server = createServer(
    { keepAlive: true, keepAliveTimeout: 60_000 },
    (request, response) => {
      answer(core, request, response).catch((error: unknown) => response.destroy(error as Error));
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return { url: `http://127.0.0.1:${bound}`, port: bound, core, close: () => stop(server) };
}

async function answer(
  core: Sandbox,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  outgoing.on('error', () => {});
  const request = await readRequest(incoming);
  if (request.path.startsWith('/_sandbox/')) {
    const { status, body } = controlReply(core, request);
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body);
    return;
  }
  send(await serve(core, REAL_CLOCK, request), outgoing);
}

function send({ status, headers, body, fault }: SandboxResponse, outgoing: ServerResponse): void {
  const { socket } = outgoing;
  if (!socket || socket.destroyed || fault === 'hang') return;
  if (fault === 'reset') {
    socket.resetAndDestroy();
    return;
  }
  const bytes = Buffer.from(body);
  outgoing.writeHead(status, { ...headers, 'content-length': bytes.length });
  if (fault !== 'truncate') {
    outgoing.end(bytes);
    return;
  }
  outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket.destroy());
}

async function readRequest(incoming: IncomingMessage): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
