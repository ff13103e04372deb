import { expect, test } from 'vitest';
import { VirtualClock } from '../../lib/virtual-clock.ts';
import { Host, type Vessel, type VesselEvents } from './host.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

interface Launched {
  readonly events: VesselEvents<string>;
  readonly posted: string[];
  records: number;
  ended: boolean;
}

function harness() {
  const clock = new VirtualClock(turn, 0);
  const launched: Launched[] = [];
  const launch = async (events: VesselEvents<string>): Promise<Vessel<string>> => {
    const own: Launched = { events, posted: [], records: 0, ended: false };
    launched.push(own);
    return {
      post: (request) => own.posted.push(request),
      progress: () => ({ requests: 1, records: own.records }),
      hold: () => undefined,
      end: async () => {
        own.ended = true;
      },
    };
  };
  return {
    clock,
    launched,
    host: new Host<string, string>({ launch, clock, limitMs: () => 1_000 }),
  };
}

test('answers stand in the order of the requests', async () => {
  const { host, launched } = harness();
  const asked = [host.ask('a'), host.ask('b')];
  await turn();
  expect(launched[0]?.posted).toEqual(['a', 'b']);
  launched[0]?.events.answered('A');
  launched[0]?.events.answered('B');
  expect(await Promise.all(asked)).toEqual(['A', 'B']);
  await host.close();
  expect(launched[0]?.ended).toBe(true);
});

test('a vessel that stands still is replaced, and the others that wait go to the next', async () => {
  const { clock, host, launched } = harness();
  const first = host.ask('a');
  const second = host.ask('b');
  await turn();
  if (launched[0]) launched[0].records = 4;
  await clock.advance(1_500);
  expect(await first).toEqual({ kind: 'lost', at: 3, code: 'timeout', vague: false });
  expect(launched[0]?.ended).toBe(true);
  expect(launched[1]?.posted).toEqual(['b']);
  launched[0]?.events.answered('late words of the dead');
  launched[1]?.events.answered('B');
  expect(await second).toBe('B');
});

test('a vessel that ends by itself loses what it worked on', async () => {
  const { host, launched } = harness();
  const asked = host.ask('a');
  await turn();
  launched[0]?.events.ended();
  expect(await asked).toMatchObject({ kind: 'lost', at: -1, code: 'ended' });
});

test('a spent vessel is replaced before the next request', async () => {
  const { host, launched } = harness();
  const asked = host.ask('a');
  await turn();
  launched[0]?.events.answered('A', true);
  await asked;
  const next = host.ask('b');
  await turn();
  launched[1]?.events.answered('B');
  expect(await next).toBe('B');
  expect(launched[0]?.ended).toBe(true);
});

test('what does not start rejects all that wait', async () => {
  const host = new Host<string, string>({
    launch: () => Promise.reject(new Error('no')),
    clock: new VirtualClock(turn, 0),
    limitMs: () => 1_000,
  });
  await expect(Promise.all([host.ask('a'), host.ask('b')])).rejects.toThrow('no');
});
