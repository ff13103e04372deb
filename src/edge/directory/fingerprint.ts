import { canonicalText } from '../../lib/canonical.ts';
import { hashText, type Lanes } from '../../lib/hash.ts';
import type { DraftFields, FieldValue } from '../../model/draft.ts';
import { fieldSpec, metadataKey } from '../../model/field-table.ts';
import type { DirectorySlot, Random } from '../../model/ports.ts';

/** Hashes keys and fields with seeds of their own, which no other process shares. */
export interface Hasher {
  /** A matching key's value. */
  key(value: string, out: Lanes): void;
  /** A fingerprint over the fields that `counts` picks. */
  print(counts: (field: string) => boolean): FingerPrint;
}

/**
 * XOR over the fields of `hash(name, value)`: an empty field counts nothing, so a draft that leaves
 * a field alone equals a customer that has none.
 */
export type FingerPrint = (fields: DraftFields, out: Lanes) => void;

/** Names remembered: others' metadata keys may be without end. */
const NAMES_MAX = 4_096;

/** How one field counts. */
interface Part extends Lanes {
  readonly counts: boolean;
  /** Stripe's own value for unset, as text. */
  readonly unset: string | undefined;
}

/** Seeds come from `random`. */
export function createHasher(random: Random): Hasher {
  const seed = () => Math.floor(random() * 2 ** 32) | 0;
  const seedA = seed();
  const seedB = seed();
  return {
    key: (text, out) => hashText(text, seedA, seedB, out),
    print: (counts) => printOf(counts, seedB, seedA),
  };
}

function printOf(counts: (field: string) => boolean, seedA: number, seedB: number): FingerPrint {
  const parts = new Map<string, Part>();
  const value: Lanes = { a: 0, b: 0 };
  const partOf = (name: string): Part => {
    hashText(name, seedA, seedB, value);
    const unset = fieldSpec(name)?.emptyValue;
    const text = unset === undefined ? undefined : String(unset);
    const part = { a: value.a, b: value.b, counts: counts(name), unset: text };
    if (parts.size >= NAMES_MAX) parts.clear();
    parts.set(name, part);
    return part;
  };
  return (fields, out) => {
    let a = 0;
    let b = 0;
    for (const name in fields) {
      const held = fields[name];
      if (held === null || held === undefined) continue;
      const part = parts.get(name) ?? partOf(name);
      if (!part.counts) continue;
      const text = typeof held === 'string' ? held : textOf(held);
      if (text === '' || text === part.unset) continue;
      hashText(text, part.a, part.b, value);
      a ^= value.a;
      b ^= value.b;
    }
    out.a = a;
    out.b = b;
  };
}

/** An empty list is an empty field. */
function textOf(value: Exclude<FieldValue, string>): string {
  return typeof value === 'object' && value.length === 0 ? '' : canonicalText(value);
}

/** Which fields of a customer count in this slot's fingerprint. */
export function customerFields(slot: DirectorySlot): (field: string) => boolean {
  const ignored = new Set(slot.ignored);
  if (slot.fields === 'all') return (field) => !ignored.has(field) && shown(field);
  const diffed = new Set(slot.fields);
  const whole = diffed.has('metadata');
  return (field) =>
    !ignored.has(field) &&
    (diffed.has(field) || (whole && metadataKey(field) !== undefined)) &&
    shown(field);
}

/**
 * Which fields of a draft count: all that could make an update, so that a strange one never equals.
 */
export function draftFields(slot: DirectorySlot): (field: string) => boolean {
  const ignored = new Set(slot.ignored);
  return (field) => !ignored.has(field);
}

function shown(field: string): boolean {
  return metadataKey(field) !== undefined || fieldSpec(field)?.readable === true;
}
