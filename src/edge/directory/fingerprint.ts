import { canonicalText, isEmptyValue } from '../../lib/canonical.ts';
import { hashText, type Lanes } from '../../lib/hash.ts';
import type { DraftFields, FieldValue } from '../../model/draft.ts';
import { fieldSpec, metadataKey } from '../../model/field-table.ts';
import type { DirectorySlot, Random } from '../../model/ports.ts';

/** Hashes keys and fields with seeds of their own, which no other process shares. */
export interface Hasher {
  /** A matching key's value. */
  key(value: string, out: Lanes): void;
  /**
   * XOR over the fields of `hash(name, value)`: an empty field counts nothing, so a draft that leaves a
   * field alone equals a customer that has none. `counts` picks the fields.
   */
  fields(fields: DraftFields, counts: (field: string) => boolean, out: Lanes): void;
}

/** Seeds come from `random`. */
export function createHasher(random: Random): Hasher {
  const seed = () => Math.floor(random() * 2 ** 32) | 0;
  const seedA = seed();
  const seedB = seed();
  const names = new Map<string, Lanes>();
  const value: Lanes = { a: 0, b: 0 };
  const nameSeed = (name: string): Lanes => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const lanes = { a: 0, b: 0 };
    hashText(name, seedB, seedA, lanes);
    names.set(name, lanes);
    return lanes;
  };
  return {
    key: (text, out) => hashText(text, seedA, seedB, out),
    fields(fields, counts, out) {
      let a = 0;
      let b = 0;
      for (const name in fields) {
        const held = fields[name] as FieldValue | null | undefined;
        if (held === null || held === undefined || !counts(name)) continue;
        if (isEmptyValue(name, held)) continue;
        const name64 = nameSeed(name);
        hashText(typeof held === 'string' ? held : canonicalText(held), name64.a, name64.b, value);
        a ^= value.a;
        b ^= value.b;
      }
      out.a = a;
      out.b = b;
    },
  };
}

/** Which fields of a customer count in this slot's fingerprint. */
export function customerFields(slot: DirectorySlot): (field: string) => boolean {
  const ignored = new Set(slot.ignored);
  if (slot.fields === 'all') return remembered((field) => !ignored.has(field) && shown(field));
  const diffed = new Set(slot.fields);
  const whole = diffed.has('metadata');
  return remembered(
    (field) =>
      !ignored.has(field) &&
      (diffed.has(field) || (whole && metadataKey(field) !== undefined)) &&
      shown(field),
  );
}

/** Which fields of a draft count: all that could make an update, so that a strange one never equals. */
export function draftFields(slot: DirectorySlot): (field: string) => boolean {
  const ignored = new Set(slot.ignored);
  return remembered((field) => !ignored.has(field));
}

function shown(field: string): boolean {
  return metadataKey(field) !== undefined || fieldSpec(field)?.readable === true;
}

function remembered(decide: (field: string) => boolean): (field: string) => boolean {
  const decided = new Map<string, boolean>();
  return (field) => {
    const known = decided.get(field);
    if (known !== undefined) return known;
    const answer = decide(field);
    decided.set(field, answer);
    return answer;
  };
}
