import { expect, it } from 'vitest';
import type { Outcome } from '../model/outcome.ts';
import { Versions } from '../route/superseded.ts';
import { type AdvanceDeps, createAdvance } from './advance.ts';
import type { Entry } from './entry.ts';
import { Lanes } from './lanes.ts';
import { Stop } from './stop.ts';
import { Window } from './window.ts';

it('passes over an earlier version of a profile, and settles it all the same', async () => {
  const seen: string[] = [];
  const named = (name: string, superseded: boolean) =>
    ({
      record: { bytes: 1, streamKey: 'users', primaryKey: '1' },
      parts: [{ pipeline: { spooled: false }, ladder: [], draft: undefined }],
      identity: name,
      superseded,
    }) as unknown as Entry;
  const told = (entry: Entry, { kind, ...rest }: Outcome) =>
    seen.push([entry.identity, kind, ...Object.values(rest)].join(' '));
  const window = new Window({ recordsMax: 10, bytesMax: 10 });
  window.push(named('old', true));
  window.push(named('new', false));
  const { drain } = createAdvance({
    window,
    lanes: new Lanes({ tasksMax: 10, bytesMax: 10 }),
    directory: {} as AdvanceDeps['directory'],
    settler: { decide: () => undefined, work: async () => ({ kind: 'created', id: 'cus_1' }) },
    recorder: {
      outcome: (entry, _part, outcome) => told(entry, outcome),
      settled: ({ identity }) => seen.push(`${identity} settled`),
      step: () => {},
      warnings: () => {},
    },
    stop: new Stop(),
    spool: { keep: () => false, drain: async () => {}, close: () => {} },
    versions: new Versions(),
  });
  await drain();
  expect(seen).toEqual([
    'old skipped superseded',
    'old settled',
    'new created cus_1',
    'new settled',
  ]);
});
