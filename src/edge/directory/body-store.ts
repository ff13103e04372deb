import { DatabaseSync } from 'node:sqlite';
import type { Customer } from '../../model/customer.ts';
import { removeFile, removeStaleFiles, temporaryPath } from './temporary-file.ts';

/** Customers by ref, on disk; the last few used in memory. */
export interface BodyStore {
  put(customer: Customer): void;
  /** undefined: never put, or removed. */
  get(ref: number): Customer | undefined;
  remove(ref: number): void;
  close(): void;
}

const CACHE_CUSTOMERS_MAX = 1_024;
const CACHE_KIB = 8_192;

type Body = readonly [
  id: string,
  created: number,
  metadataCount: number,
  fetchedAtMs: number,
  fields: Customer['fields'],
];

/** One temporary file in `directory`; its space is freed when the process ends, however it ends. */
export function openBodyStore(directory: string): BodyStore {
  removeStaleFiles(directory);
  const path = temporaryPath(directory);
  const database = openDatabase(path);
  const upsert = database.prepare('INSERT OR REPLACE INTO bodies (ref, body) VALUES (?, ?)');
  const select = database.prepare('SELECT body FROM bodies WHERE ref = ?');
  const erase = database.prepare('DELETE FROM bodies WHERE ref = ?');
  const recent = new Map<number, Customer>();
  const remember = (customer: Customer) => {
    recent.delete(customer.ref);
    recent.set(customer.ref, customer);
    if (recent.size <= CACHE_CUSTOMERS_MAX) return;
    for (const oldest of recent.keys()) {
      recent.delete(oldest);
      return;
    }
  };
  return {
    put(customer) {
      upsert.run(customer.ref, textOf(customer));
      remember(customer);
    },
    get(ref) {
      const known = recent.get(ref);
      if (known !== undefined) return known;
      const text = select.get(ref)?.['body'];
      if (typeof text !== 'string') return undefined;
      const customer = customerOf(ref, JSON.parse(text) as Body);
      remember(customer);
      return customer;
    },
    remove(ref) {
      recent.delete(ref);
      erase.run(ref);
    },
    close() {
      recent.clear();
      database.close();
      removeFile(path);
    },
  };
}

/**
 * A file without a journal, in one transaction that never ends: nothing of it is wanted after a
 * crash. Its name is removed at once where the system lets an open file live on without one.
 */
function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(
    `PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
     PRAGMA temp_store = MEMORY; PRAGMA cache_size = -${CACHE_KIB};
     CREATE TABLE bodies (ref INTEGER PRIMARY KEY, body TEXT NOT NULL); BEGIN`,
  );
  removeFile(path);
  return database;
}

function textOf({ id, created, metadataCount, fetchedAtMs, fields }: Customer): string {
  return JSON.stringify([id, created, metadataCount, fetchedAtMs, fields] satisfies Body);
}

function customerOf(ref: number, body: Body): Customer {
  const [id, created, metadataCount, fetchedAtMs, fields] = body;
  return { id, ref, created, metadataCount, fetchedAtMs, fields };
}
