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

  it('finds keys that are spelt with escapes, and takes the last of two as a parser does', () => {
    const raw =
      '{"state":{"destinationStats":0},"st\\u0061te":{"destinationStats":1,"destinationStat\\u0073":{"a":[2]} }}';
    expect(spliceStats(raw, counts)).toBe(raw.replace('{"a":[2]}', stats.slice(19)));
  });

  it('bears blanks everywhere', () => {
    const raw = ' { "type" : "STATE" , "state" : { "id" : 1 , "destinationStats" : null } } ';
    expect(spliceStats(raw, counts)).toBe(raw.replace('null', stats.slice(19)));
  });

  it.each(['{"type":"STATE"}', '{"state":null}', '[]'])('refuses %s', (raw) => {
    expect(() => spliceStats(raw, counts)).toThrow('no state object');
  });

  it('bears a large state', () => {
    const stream_states = Array.from({ length: 20_000 }, (_, at) => ({ name: `\\"s${at}`, at }));
    const raw = JSON.stringify({ type: 'STATE', state: { global: { stream_states } } });
    expect(JSON.parse(spliceStats(raw, counts)).state.destinationStats).toEqual(counts);
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
