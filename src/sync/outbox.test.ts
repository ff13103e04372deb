import { expect, it } from 'vitest';
import { Outbox } from './outbox.ts';

function open(flush: () => Promise<void>) {
  const out: string[] = [];
  const failures: unknown[] = [];
  const output = { line: (text: string) => void out.push(text), drained: () => undefined };
  const rejects = { append: (text: string) => void out.push(`+${text}`), flush, close: flush };
  return { out, failures, outbox: new Outbox(output, rejects, (error) => failures.push(error)) };
}

it('lets a state pass at once when nothing was rejected', () => {
  const { out, outbox } = open(async () => {});
  outbox.state('s1');
  expect(out).toEqual(['s1']);
});

it('holds states, in order, until the rejected records before them are stored', async () => {
  let stored = () => {};
  const { out, outbox } = open(() => new Promise((resolve) => (stored = resolve)));
  outbox.reject(() => 'r1');
  outbox.state('s1');
  outbox.state('s2');
  await Promise.resolve();
  expect(out).toEqual(['+r1']);
  stored();
  await outbox.settled();
  expect(out).toEqual(['+r1', 's1', 's2']);
});

it('releases no state once storing failed', async () => {
  const { out, failures, outbox } = open(() => Promise.reject(new Error('disk full')));
  outbox.reject(() => 'r1');
  outbox.state('s1');
  await outbox.settled();
  outbox.state('s2');
  expect(out).toEqual(['+r1']);
  expect(failures).toHaveLength(1);
});
