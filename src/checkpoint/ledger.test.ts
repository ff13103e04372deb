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

  it('never releases early, keeps the order and releases all in the end, however records settle', () => {
    const step = fc.constantFrom('record a', 'record b', 'state a', 'state b', 'global', 'settle');
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.infiniteStream(fc.nat()),
        (steps, picks) => {
          const { out, ledger } = open();
          const waiting: { ticket: Ticket; stream: string; at: number }[] = [];
          const states: { raw: string; scope: string | null; at: number }[] = [];
          const settleOne = () => {
            const [one] = waiting.splice(picks.next().value % waiting.length, 1);
            if (one !== undefined) ledger.settle(one.ticket, picks.next().value % 3 === 0);
          };
          for (const [at, name] of steps.entries()) {
            const [verb, stream = 'a'] = name.split(' ');
            if (verb === 'record') waiting.push({ ticket: ledger.admit(stream), stream, at });
            else if (verb === 'settle') {
              if (waiting.length > 0) settleOne();
            } else {
              const scope = verb === 'global' ? null : stream;
              states.push({ raw: `${at}`, scope, at });
              ledger.close(scope, `${at}`);
            }
            for (const [raw] of out) {
              const state = states.find((one) => one.raw === raw);
              const early = waiting.some(
                (one) =>
                  state !== undefined &&
                  one.at < state.at &&
                  (state.scope === null || state.scope === one.stream),
              );
              expect(early).toBe(false);
            }
          }
          while (waiting.length > 0) settleOne();
          for (const scope of ['a', 'b', null]) {
            const sent = states.filter((one) => one.scope === scope).map(({ raw }) => raw);
            expect(out.map(([raw]) => raw).filter((raw) => sent.includes(raw))).toEqual(sent);
          }
          expect(ledger.pending.states).toBe(0);
          const records = steps.filter((name) => name.startsWith('record')).length;
          ledger.close(null, 'end');
          const globals = out.filter(
            ([raw]) => raw === 'end' || states.some((s) => s.raw === raw && s.scope === null),
          );
          const counted = globals.reduce(
            (n, [, s]) => n + s.recordCount + s.rejectedRecordCount,
            0,
          );
          expect(counted).toBe(records);
        },
      ),
    );
  });
});
