import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spliceStats } from './state-line.ts';

const counts = { recordCount: 7, rejectedRecordCount: 2 };
const stats = '"destinationStats":{"recordCount":7.0,"rejectedRecordCount":2.0}';

describe('spliceStats', () => {
  it('adds the counts as doubles and changes nothing else', () => {
    const raw =
      '{"type":"STATE", "state":{"type":"STREAM","stream":{"stream_state":{"c":12345678901234567890,"d":1.0,"e":1e21}},"id":7}}';
    expect(spliceStats(raw, counts)).toBe(`${raw.slice(0, -2)},${stats}}}`);
  });

  it('replaces what is there, null included, and no look-alike further in', () => {
    const raw =
      '{"state":{"stream":{"stream_state":{"destinationStats":1,"x":"\\"}{"}},"destinationStats":null,"id":1},"type":"STATE"}';
    expect(spliceStats(raw, counts)).toBe(raw.replace('"destinationStats":null', stats));
  });

  it('fills an empty state object', () => {
    expect(spliceStats('{"type":"STATE","state":{ }}', counts)).toBe(
      `{"type":"STATE","state":{ ${stats}}}`,
    );
  });

  it('gives what a parser would give, for any state', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (state, indent) => {
        const raw = JSON.stringify({ type: 'STATE', state, z: [1] }, null, indent);
        const out = JSON.parse(spliceStats(raw, counts));
        expect(out).toEqual(
          JSON.parse(
            JSON.stringify({
              type: 'STATE',
              state: { ...state, destinationStats: counts },
              z: [1],
            }),
          ),
        );
      }),
    );
  });
});
