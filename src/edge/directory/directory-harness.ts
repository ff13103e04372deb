import { tmpdir } from 'node:os';
import { normaliseKey } from '../../lib/normalise-key.ts';
import { VirtualClock } from '../../lib/virtual-clock.ts';
import type { LookupMode } from '../../model/config.ts';
import type { Ladder, MatchKey } from '../../model/match.ts';
import type { Directory, DirectorySlot } from '../../model/ports.ts';
import { type FakeCustomer, FakeCustomers, type FakeOptions } from './fake-customers.ts';
import { openDirectory } from './open-directory.ts';

export const NOW_S = Date.UTC(2026, 0, 1) / 1000;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const opened: Directory[] = [];
/** Closes what `setUp` opened. */
export function closeAll(): void {
  for (const directory of opened.splice(0)) directory.close();
}

export interface Setup extends FakeOptions {
  readonly lookup?: LookupMode;
  readonly rungs?: readonly string[];
  readonly fields?: DirectorySlot['fields'];
  readonly maxReads?: number;
  readonly mayCreate?: boolean;
}

export function setUp(setup: Setup) {
  const clock = new VirtualClock(turn, NOW_S * 1000);
  const fake = new FakeCustomers({ clock, ...setup });
  const notes: string[] = [];
  const { rungs = ['email'], fields = ['email', 'name', 'metadata.user_id'] } = setup;
  const directory = openDirectory({
    customers: fake,
    clock,
    random: Math.random,
    slots: [{ rungs, fields, ignored: [] }],
    lookup: setup.lookup ?? 'auto',
    ...(setup.maxReads === undefined ? {} : { maxReads: setup.maxReads }),
    listener: { note: (message) => notes.push(message) },
    listPerSecond: 25,
    mayCreate: setup.mayCreate ?? true,
    temporaryDirectory: tmpdir(),
  });
  opened.push(directory);
  return { fake, directory, clock, notes };
}

export function key(field: string, text: string): MatchKey {
  return { field, text, value: normaliseKey(field, text) };
}

export function people(count: number, everyS = 60): FakeCustomer[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `cus_${n}`,
    created: NOW_S - 1000 - n * everyS,
    email: `u${n}@example.com`,
    metadata: { user_id: `${n}` },
  }));
}

/** One ladder per email, from number `from` on. */
export const byEmail = (from: number, count: number): Ladder[] =>
  Array.from({ length: count }, (_, n) => [key('email', `u${from + n}@example.com`)]);

export function idsOf(directory: Directory, ladder: Ladder): readonly string[] {
  for (const rung of ladder) {
    const found = rung === undefined ? [] : directory.find(rung);
    if (found.length > 0) return found.map(({ id }) => id);
  }
  return [];
}
