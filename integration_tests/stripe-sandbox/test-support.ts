import type { Sandbox } from './core.ts';
import type { LogEntry } from './request-log.ts';
import type { Json, JsonObject, SandboxClock, SandboxRequest } from './types.ts';

/** A value of a form as a test writes it: hashes and lists nest, "" clears. */
export type FormInput = string | number | boolean | readonly FormInput[] | FormHash;
export interface FormHash {
  readonly [name: string]: FormInput;
}

/** Encodes as Stripe's clients do: `a[b][0]=c`. */
export function encodeForm(form: FormHash): string {
  return Object.entries(form)
    .flatMap(([name, value]) => pairs(name, value))
    .join('&');
}

export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly text: string;
  /** The parsed body; throws when it is no JSON. */
  readonly json: JsonObject;
  readonly error: { readonly [name: string]: string | undefined };
}

export interface CallOptions {
  readonly key?: string;
  readonly idempotencyKey?: string;
  readonly headers?: { readonly [name: string]: string };
}

/** A bare client over HTTP; nothing is retried. */
export function httpClient(url: string, defaults: CallOptions = {}) {
  const call = async (method: string, path: string, form?: FormHash, options?: CallOptions) => {
    const request = rawRequest(method, path, form, { ...defaults, ...options });
    const response = await fetch(url + request.path, {
      method,
      headers: request.headers,
      ...(method === 'POST' ? { body: request.body } : {}),
    });
    return answerOf(response.status, Object.fromEntries(response.headers), await response.text());
  };
  return verbs(call);
}

/** The same client straight into the engine: no network, no time. */
export function directClient(core: Sandbox, defaults: CallOptions = {}) {
  return verbs((method: string, path: string, form?: FormHash, options?: CallOptions) => {
    const request = rawRequest(method, path, form, { ...defaults, ...options });
    const { status, headers, body } = core.handle(request);
    return answerOf(status, headers, body);
  });
}

/** A request as a client puts it on the wire; a GET carries its form in the path. */
export function rawRequest(
  method: string,
  path: string,
  form: FormHash = {},
  { key = 'sk_test_sandbox', idempotencyKey, headers = {} }: CallOptions = {},
): SandboxRequest {
  const encoded = encodeForm(form);
  return {
    method,
    path: method === 'POST' || encoded === '' ? path : `${path}?${encoded}`,
    headers: {
      ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...headers,
    },
    body: method === 'POST' ? encoded : '',
  };
}

/** The logged requests of one operation (`customer.create`), or of all. */
export function requestsOf(core: Sandbox, operation?: string): readonly LogEntry[] {
  const entries = core.log.entries();
  return operation === undefined
    ? entries
    : entries.filter((entry) => entry.operation === operation);
}

/** How many POSTs arrived. */
export function countPosts(core: Sandbox): number {
  return core.log.entries().filter(({ method }) => method === 'POST').length;
}

/** A clock that a test moves; sleepers wake in the order of their time. */
export function handClock(startMs = 1_800_000_000_000) {
  let nowMs = startMs;
  const sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  const clock: SandboxClock = {
    now: () => nowMs,
    sleep: (delayMs) =>
      new Promise((resolve) => {
        sleepers.push({ atMs: nowMs + delayMs, wake: resolve });
        sleepers.sort((a, b) => a.atMs - b.atMs);
      }),
  };
  const advance = async (byMs: number): Promise<void> => {
    const endMs = nowMs + byMs;
    for (let next = sleepers[0]; next && next.atMs <= endMs; next = sleepers[0]) {
      sleepers.shift();
      nowMs = next.atMs;
      next.wake();
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    }
    nowMs = endMs;
  };
  return { ...clock, advance };
}

type Call<A> = (method: string, path: string, form?: FormHash, options?: CallOptions) => A;

function verbs<A>(call: Call<A>) {
  return {
    get: (path: string, form?: FormHash, options?: CallOptions) => call('GET', path, form, options),
    post: (path: string, form?: FormHash, options?: CallOptions) =>
      call('POST', path, form, options),
    delete: (path: string, options?: CallOptions) => call('DELETE', path, undefined, options),
  };
}

function answerOf(status: number, headers: Answer['headers'], text: string): Answer {
  return {
    status,
    headers,
    text,
    get json() {
      return JSON.parse(text) as JsonObject;
    },
    get error() {
      return ((JSON.parse(text) as JsonObject)['error'] ?? {}) as Answer['error'];
    },
  };
}

function pairs(name: string, value: FormInput): readonly string[] {
  if (typeof value !== 'object') {
    return [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`];
  }
  return Object.entries(value).flatMap(([key, inner]: [string, FormInput]) =>
    pairs(`${name}[${key}]`, inner),
  );
}

/** The ids of a list answer. */
export function idsOf(answer: Answer): readonly Json[] {
  return (answer.json['data'] as readonly JsonObject[]).map(({ id }) => id as Json);
}
