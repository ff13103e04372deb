import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyTable } from './key-table.ts';

function rowsOf(table: KeyTable, key: { a: number; b: number }): readonly number[] {
  const rows: number[] = [];
  for (let row = table.first(key); row >= 0; row = table.after(row)) rows.push(row);
  return rows.sort((left, right) => left - right);
}

describe('KeyTable', () => {
  it('answers like a list of pairs, through growth, change and removal', () => {
    const change = fc.record({
      row: fc.nat(60),
      a: fc.constantFrom(0, 1, 5, -5, 1024),
      b: fc.constantFrom(0, 1, -1),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const table = new KeyTable(2);
        const model = new Map<number, string>();
        for (const { row, a, b, gone } of changes) {
          if (gone) table.unset(row);
          else table.set(row, { a, b });
          if (gone) model.delete(row);
          else model.set(row, `${a},${a === 0 && b === 0 ? 1 : b}`);
        }
        for (const a of [0, 1, 5, -5, 1024]) {
          for (const b of [1, -1]) {
            const expected = [...model].filter(([, key]) => key === `${a},${b}`);
            expect(rowsOf(table, { a, b })).toEqual(
              expected.map(([row]) => row).sort((left, right) => left - right),
            );
          }
        }
      }),
    );
  });

  it('takes at most 18 bytes a row', () => {
    const table = new KeyTable();
    for (let row = 0; row < 200_000; row += 1) table.set(row, { a: row * 7919, b: ~row });
    expect(table.bytes / 200_000).toBeLessThan(18);
  });
});
