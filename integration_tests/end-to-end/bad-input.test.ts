import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../stripe-sandbox/types.ts';
import { expectEnd, expectSuccess } from './endings.ts';
import { errorOf, logsOf, record, state, statesOf } from './harness.ts';
import { ANN, type Bench, inputOf, openBench, users } from './users.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

describe('bad input', () => {
  const input = (...lines: readonly string[]) => ({ input: inputOf(...lines) });

  it('warns of a line that is no JSON, does not repeat it, and goes on', async () => {
    const lines = ['Downloading secret-thing 12%', ...users(ANN), 'null', '[1]', state('users', 1)];
    const ran = await bench.write(input(...lines));
    expectSuccess(ran);
    expect(logsOf(ran).join('\n')).toContain('not JSON');
    expect(ran.lines.join('\n')).not.toContain('secret-thing');
    expect(statesOf(ran)).toHaveLength(1);
    expect(bench.customers()).toHaveLength(1);
  });

  it('reads a record of 20 MB', async () => {
    const wide = { ...ANN, ballast: 'x'.repeat(20_000_000) };
    const ran = await bench.write(input(...users(wide), state('users', 1)));
    expectSuccess(ran);
    expect(statesOf(ran)).toHaveLength(1);
    expect(bench.customers()).toHaveLength(1);
  });

  it('ends with system_error where the last line, a RECORD, breaks off', async () => {
    const whole = [...users(ANN), state('users', 1)].join('\n');
    const [cut = ''] = users({ ...ANN, email: 'ben@example.com' });
    const ran = await bench.write({ input: `${whole}\n${cut.slice(0, -9)}` });
    expect(ran.code).toBe(1);
    expect(errorOf(ran)?.failure_type).toBe('system_error');
    expect(errorOf(ran)?.message).toContain('RECORD');
    expect(statesOf(ran).length).toBeLessThanOrEqual(bench.customers().length);
  });

  it('takes a last line without its line end', async () => {
    const ran = await bench.write({ input: [...users(ANN), state('users', 1)].join('\n') });
    expectSuccess(ran);
    expect(statesOf(ran)).toHaveLength(1);
  });

  it('ignores message types that it does not know', async () => {
    const odd = ['{"type":"CONTROL","control":{}}', '{"type":"FUTURE","future":1}', '{}'];
    const ran = await bench.write(input(...odd, ...users(ANN), ...odd, state('users', 1)));
    expectSuccess(ran);
    expect(statesOf(ran)).toHaveLength(1);
  });

  it('ends with system_error at a record of a stream that the catalog lacks', async () => {
    const ran = await bench.write(input(record('orders', { id: 1 }), state('users', 1)));
    expectEnd(ran, 'system_error', ['orders', 'schema']);
  });

  it('takes messages with null for every optional key', async () => {
    const absent = { log: null, spec: null, trace: null, control: null };
    const line = {
      type: 'RECORD',
      ...absent,
      state: null,
      record: {
        stream: 'users',
        namespace: null,
        meta: null,
        file_reference: null,
        data: {
          id: 1,
          ...ANN,
          _airbyte_raw_id: 'r',
          _airbyte_extracted_at: 'x',
          _airbyte_meta: {},
        },
        emitted_at: 1,
      },
    };
    const ack = {
      type: 'STATE',
      ...absent,
      record: null,
      state: {
        type: 'STREAM',
        stream: { stream_descriptor: { name: 'users', namespace: null }, stream_state: { a: 1 } },
        global_: null,
        data: null,
        sourceStats: null,
        destinationStats: null,
      },
    };
    const ran = await bench.write(input(JSON.stringify(line), JSON.stringify(ack)));
    expectSuccess(ran);
    expect(bench.customers()).toHaveLength(1);
    expect(statesOf(ran)).toHaveLength(1);
    const told = JSON.parse(statesOf(ran)[0] ?? '') as { readonly state: JsonObject };
    expect(told.state['destinationStats']).toEqual({ recordCount: 1, rejectedRecordCount: 0 });
  });
});
