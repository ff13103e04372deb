import http from 'node:http';
import https from 'node:https';
import { ANSWER_BYTES_MAX } from '../../model/limits.ts';

/**
 * The transport under stripe-node. Its own client retries a closed connection by itself ("A closed
 * connection is retried once even when retries are disabled", RequestSender.js), bounds only the
 * silence on a socket, and loses the status of a body that is not JSON. This one makes one attempt,
 * within one total time.
 */
export interface Transport {
  readonly base: URL;
  readonly maxSockets: number;
  readonly timeoutMs: number;
  /** `HTTPS_PROXY`; used for an https base only. */
  readonly proxy?: string;
  /** `NO_PROXY`. */
  readonly noProxy?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** No answer came: what Stripe did is unknown. Holds a code, never a header or a body. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  /** `ECONNRESET`, `timeout`, `truncated`, … Not named `code`, by which stripe-node would retry. */
  readonly reason: string;
  constructor(reason: string) {
    super(`no answer: ${reason}`);
    this.reason = reason;
  }
}

/** An answer that is none of Stripe's: a proxy's page, half a body, JSON without an error in it. */
export class StrangeAnswer extends Error {
  override readonly name = 'StrangeAnswer';
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  constructor({ status, headers }: Answer) {
    super(`strange answer: ${status}`);
    this.status = status;
    this.headers = headers;
  }
}

/** What stripe-node's `httpClient` option takes; `close` ends every socket. */
export function createHttpClient(transport: Transport) {
  const secure = transport.base.protocol === 'https:';
  const agent = secure ? httpsAgent(transport) : new http.Agent(agentOptions(transport));
  const prefix = transport.base.pathname.replace(/\/$/, '');
  const hostname = transport.base.hostname.replace(/^\[|\]$/g, '');
  const open = (path: string, method: string, headers: http.OutgoingHttpHeaders) =>
    (secure ? https : http).request({
      hostname,
      port: transport.base.port,
      path: prefix + path,
      method,
      headers,
      agent,
    });
  return {
    getClientName: () => 'node',
    makeRequest: async (
      _host: string,
      _port: string,
      path: string,
      method: string,
      headers: object,
      body: string,
    ) => {
      const request = () => open(path, method, headers as http.OutgoingHttpHeaders);
      return responseOf(await attempt(request, body, transport.timeoutMs));
    },
    close: () => agent.destroy(),
  };
}

function agentOptions({ maxSockets }: Transport): http.AgentOptions {
  return { keepAlive: true, maxSockets, scheduling: 'lifo' };
}

function httpsAgent(transport: Transport): https.Agent {
  const { proxy, noProxy } = transport;
  if (proxy === undefined) return new https.Agent(agentOptions(transport));
  const proxyEnv = { HTTPS_PROXY: proxy, ...(noProxy === undefined ? {} : { NO_PROXY: noProxy }) };
  return new https.Agent({ ...agentOptions(transport), proxyEnv });
}

function attempt(open: () => http.ClientRequest, body: string, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = openOr(reject, open);
    if (request === undefined) return;
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error instanceof NoAnswer ? error : new NoAnswer(codeOf(error)));
      request.destroy();
    };
    const timer = setTimeout(() => fail(new NoAnswer('timeout')), timeoutMs);
    request.on('error', fail);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > ANSWER_BYTES_MAX) fail(new NoAnswer('too_long'));
      });
      response.on('error', fail);
      // "Not every truncated response emits an 'error'": closing early counts as one too.
      response.on('close', () => {
        if (!response.complete) fail(new NoAnswer('truncated'));
      });
      response.on('end', () => {
        clearTimeout(timer);
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.end(body === '' ? undefined : body);
  });
}

/** A header that cannot be sent throws at once. */
function openOr(reject: (error: Error) => void, open: () => http.ClientRequest) {
  try {
    return open();
  } catch (error) {
    reject(new NoAnswer(error instanceof Error ? codeOf(error) : 'unknown'));
    return undefined;
  }
}

/** Shows stripe-node a good object or an `{error: {…}}`; anything else is a `StrangeAnswer`. */
function responseOf(answer: Answer) {
  // `Stripe-Notice` would be printed on stderr, which is the user's terminal or nothing.
  const { 'stripe-notice': _notice, ...headers } = answer.headers as Record<string, string>;
  const raw = { statusCode: answer.status, headers };
  return {
    getStatusCode: () => answer.status,
    getHeaders: () => headers,
    getRawResponse: () => raw,
    toStream: () => raw,
    toJSON: async () => {
      const body = parse(answer);
      const good = answer.status >= 200 && answer.status < 300;
      if (good ? 'error' in body : !isObject(body['error'])) throw new StrangeAnswer(answer);
      return body;
    },
  };
}

function parse(answer: Answer): { readonly [key: string]: unknown } {
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    throw new StrangeAnswer(answer);
  }
  if (!isObject(body)) throw new StrangeAnswer(answer);
  return body;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function codeOf(error: Error): string {
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : 'unknown';
}
