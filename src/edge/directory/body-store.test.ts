import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Customer } from '../../model/customer.ts';
import { openBodyStore } from './body-store.ts';
import { temporaryPath } from './temporary-file.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bodies-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function customer(ref: number, name = `N${ref}`): Customer {
  const fields = { name, 'metadata.__proto__': 'x', preferred_locales: ['en', 'de'] };
  return { id: `cus_${ref}`, ref, created: 7 + ref, fields, metadataCount: 3, fetchedAtMs: 9 };
}

describe('BodyStore', () => {
  it('gives back what was put last, beyond its cache too', () => {
    const store = openBodyStore(directory);
    for (let ref = 0; ref < 5_000; ref += 1) store.put(customer(ref));
    store.put(customer(3, 'changed'));
    store.remove(4);
    expect(store.get(0)).toEqual(customer(0));
    expect(store.get(3)).toEqual(customer(3, 'changed'));
    expect(store.get(4)).toBeUndefined();
    expect(store.get(5_000)).toBeUndefined();
    store.close();
  });

  it('leaves nothing behind, and removes what dead processes left', () => {
    const mine = temporaryPath(directory);
    const dead = mine.replace(`-${process.pid}-`, '-4194999-');
    const reused = mine.replace(/-\d+-(\d+)\.sqlite$/, '-1-$1.sqlite');
    const other = join(directory, 'other.sqlite');
    for (const path of [mine, dead, reused, other]) writeFileSync(path, '');
    const store = openBodyStore(directory);
    store.put(customer(1));
    expect([mine, dead, reused, other].map((path) => existsSync(path))).toEqual([
      true,
      false,
      false,
      true,
    ]);
    store.close();
    expect(readdirSync(directory)).toHaveLength(2);
  });
});
