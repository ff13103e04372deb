import type { Sandbox } from './core.ts';
import type { SettingsPatch } from './options.ts';
import type { Place } from './state.ts';
import type { Json, SandboxRequest, SeedCustomer } from './types.ts';

export interface ControlReply {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

type Control = (core: Sandbox, query: URLSearchParams, body: string) => unknown;

/** What other processes may ask of a running sandbox; none of it counts as a Stripe request. */
const CONTROLS: { readonly [methodAndName: string]: Control } = {
  'GET log': (core, query) => ({ requests: logEntries(core, query) }),
  'GET counters': (core) => core.log.counters(),
  'GET customers': (core, query) => ({ data: [...core.customers(placeOf(query))] }),
  'GET count': (core, query) => ({ count: core.count(placeOf(query)) }),
  'POST config': (core, _query, body) => {
    core.configure(JSON.parse(body) as SettingsPatch);
    return { ok: true };
  },
  'POST faults': (core, _query, body) => {
    core.configure({ faults: JSON.parse(body) as NonNullable<SettingsPatch['faults']> });
    return { ok: true };
  },
  'POST customers': (core, query, body) => {
    core.seed(JSON.parse(body) as readonly SeedCustomer[], placeOf(query));
    return { ok: true };
  },
  'POST tamper': (core, query, body) => {
    const { id, fields } = JSON.parse(body) as { id: string; fields: { [name: string]: Json } };
    core.tamper(id, fields, placeOf(query));
    return { ok: true };
  },
  'POST remove': (core, query, body) => {
    core.remove((JSON.parse(body) as { id: string }).id, placeOf(query));
    return { ok: true };
  },
  'POST clear_log': (core) => {
    core.log.clear();
    return { ok: true };
  },
};

/** Answers `/_sandbox/<name>`; a mistake of the caller is a 400 with its message. */
export function controlReply(core: Sandbox, { method, path, body }: SandboxRequest): ControlReply {
  const url = new URL(path, 'http://sandbox');
  const control = CONTROLS[`${method} ${url.pathname.slice('/_sandbox/'.length)}`];
  if (!control) {
    return { status: 404, body: JSON.stringify({ controls: Object.keys(CONTROLS) }) };
  }
  try {
    return { status: 200, body: JSON.stringify(control(core, url.searchParams, body)) };
  } catch (error) {
    return { status: 400, body: JSON.stringify({ error: (error as Error).message }) };
  }
}

function logEntries(core: Sandbox, query: URLSearchParams): readonly unknown[] {
  const since = Number(query.get('since') ?? 0);
  const method = query.get('method');
  return core.log
    .entries()
    .filter((entry) => entry.seq > since && (method === null || entry.method === method));
}

function placeOf(query: URLSearchParams): Place {
  const account = query.get('account');
  const livemode = query.get('livemode') === 'true';
  return account === null ? { livemode } : { account, livemode };
}
