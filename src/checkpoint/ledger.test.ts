import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ledger, type StateStats, type Ticket } from './ledger.ts';

function open() {
  const out: (readonly [string, StateStats])[] = [];
  return { out, ledger: new Ledger((raw, stats) => out.push([raw, stats])) };
}

describe('Ledger', () => {
  it('releases a STATE without records at once', () => {
    const { out, ledger } = open();
    ledger.close('a', 's1');
    expect(out).toEqual([['s1', { recordCount: 0, rejectedRecordCount: 0 }]]);
  });

  it('waits for every earlier record of the stream, in order, with counts of the window', () => {
    const { out, ledger } = open();
    const one = ledger.admit('a');
    ledger.close('a', 's1');
    const two = ledger.admit('a');
    ledger.close('a', 's2');
    ledger.settle(two, true);
    expect(out).toEqual([]);
    ledger.settle(one, false);
    expect(out).toEqual([
      ['s1', { recordCount: 1, rejectedRecordCount: 0 }],
      ['s2', { recordCount: 0, rejectedRecordCount: 1 }],
    ]);
    expect(ledger.pending).toEqual({ records: 0, states: 0 });
  });

  it('lets one stream pass another, and a GLOBAL state wait for all', () => {
    const { out, ledger } = open();
    const a = ledger.admit('a');
    const b = ledger.admit('b');
    ledger.close('b', 'b1');
    ledger.close(null, 'g1');
    ledger.settle(b, false);
    expect(out.map(([raw]) => raw)).toEqual(['b1']);
    ledger.settle(a, false);
    expect(out.at(-1)).toEqual(['g1', { recordCount: 2, rejectedRecordCount: 0 }]);
  });

  it('keeps a STREAM state behind the GLOBAL one that came first', () => {
    const { out, ledger } = open();
    const a = ledger.admit('a');
    ledger.close(null, 'g1');
    const b = ledger.admit('b');
    ledger.close('b', 'b1');
    ledger.close(null, 'g2');
    ledger.settle(b, false);
    expect(out).toEqual([]);
    expect(ledger.pending).toEqual({ records: 1, states: 3 });
    ledger.settle(a, true);
    expect(out).toEqual([
      ['g1', { recordCount: 0, rejectedRecordCount: 1 }],
      ['b1', { recordCount: 1, rejectedRecordCount: 0 }],
      ['g2', { recordCount: 1, rejectedRecordCount: 0 }],
    ]);
  });

  it('refuses to settle more than was admitted', () => {
    const { ledger } = open();
    const ticket = ledger.admit('a');
    ledger.settle(ticket, false);
    expect(() => ledger.settle(ticket, false)).toThrow('settled twice');
  });

  it('shares one ticket among the records of a window', () => {
    const { ledger } = open();
    const first = ledger.admit('a');
    expect(ledger.admit('a')).toBe(first);
    ledger.close('b', 's');
    expect(ledger.admit('a')).toBe(first);
    ledger.close('a', 's');
    expect(ledger.admit('a')).not.toBe(first);
  });

  it('holds any number of states without slowing down', () => {
    const { out, ledger } = open();
    const first = ledger.admit('a');
    for (let at = 0; at < 200_000; at += 1) ledger.close('a', `${at}`);
    ledger.settle(first, false);
    expect(out).toHaveLength(200_000);
  });

  it('never releases early, keeps the order, adds up and ends empty in any interleaving', () => {
    fc.assert(fc.property(fc.array(action, { maxLength: 80 }), fc.infiniteStream(fc.nat()), play));
  });
});

type Action = { readonly verb: 'record' | 'state'; readonly scope: string | null } | 'settle';

const action: fc.Arbitrary<Action> = fc.constantFrom<Action>(
  { verb: 'record', scope: 'a' },
  { verb: 'record', scope: 'b' },
  { verb: 'state', scope: 'a' },
  { verb: 'state', scope: 'b' },
  { verb: 'state', scope: null },
  'settle',
);

/** Plays the actions against a model that knows everything and forgets nothing. */
function play(actions: readonly Action[], picks: Iterator<number>): void {
  const { out, ledger } = open();
  const pick = (below: number) => picks.next().value % below;
  const events: { scope: string | null; rejected?: boolean; ticket?: Ticket; open?: boolean }[] =
    [];
  const states: number[] = [];
  const covers = (state: number, at: number): boolean =>
    at < state && (events[state]?.scope ?? events[at]?.scope) === events[at]?.scope;
  const settleOne = (): boolean => {
    const waiting = events.filter((one) => one.open);
    const one = waiting[pick(Math.max(1, waiting.length))];
    if (one?.ticket === undefined) return false;
    one.open = false;
    one.rejected = pick(3) === 0;
    ledger.settle(one.ticket, one.rejected);
    return true;
  };
  const check = () => {
    for (const [raw] of out) {
      const early = events.some((one, at) => one.open === true && covers(Number(raw), at));
      expect(early).toBe(false);
    }
    const held = states.filter((state) => !out.some(([raw]) => raw === `${state}`));
    const [firstGlobal = Number.POSITIVE_INFINITY] = held.filter(
      (state) => events[state]?.scope === null,
    );
    for (const state of held) {
      const due = !events.some((one, at) => one.open === true && covers(state, at));
      expect(due && state <= firstGlobal).toBe(false);
    }
    expect(ledger.pending).toEqual({
      records: events.filter((one) => one.open).length,
      states: held.length,
    });
  };
  for (const one of actions) {
    if (one === 'settle') settleOne();
    else if (one.verb === 'record') {
      events.push({ scope: one.scope, ticket: ledger.admit(one.scope ?? ''), open: true });
    } else {
      states.push(events.length);
      events.push({ scope: one.scope });
      ledger.close(one.scope, `${events.length - 1}`);
    }
    check();
  }
  while (settleOne()) check();
  expect(ledger.pending).toEqual({ records: 0, states: 0 });
  const sent = out.map(([raw]) => Number(raw));
  for (const scope of ['a', 'b', null]) {
    const mine = (state: number) => events[state]?.scope === scope;
    expect(sent.filter(mine)).toEqual(states.filter(mine));
  }
  for (const [raw, stats] of out) {
    const state = Number(raw);
    const { scope } = events[state] ?? { scope: null };
    const before = states.findLast((one) => one < state && events[one]?.scope === scope) ?? -1;
    const window = events.filter(
      (one, at) => one.ticket !== undefined && at > before && covers(state, at),
    );
    const rejected = window.filter((one) => one.rejected).length;
    expect(stats).toEqual({
      recordCount: window.length - rejected,
      rejectedRecordCount: rejected,
    });
  }
}
