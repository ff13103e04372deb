import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openSpool } from './spool.ts';

const folder = mkdtempSync(join(tmpdir(), 'spool-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('openSpool', () => {
  it('gives every line back in order, as often as it is read', () => {
    fc.assert(
      fc.property(fc.array(fc.json()), (lines) => {
        const spool = openSpool(folder);
        for (const line of lines) spool.append(line);
        expect(spool.count).toBe(lines.length);
        expect([...spool.read()]).toEqual(lines);
        spool.append('"more"');
        expect([...spool.read()]).toEqual([...lines, '"more"']);
        spool.close();
      }),
      { numRuns: 30 },
    );
  });

  it('holds lines longer than its buffer, and characters across its edges', () => {
    const spool = openSpool(folder);
    const lines = ['a', 'é'.repeat(400_001), '', '👩‍🚀'.repeat(50_000), 'z'];
    for (const line of lines) spool.append(line);
    expect([...spool.read()]).toEqual(lines);
    spool.close();
  });

  it('leaves nothing behind', () => {
    const spool = openSpool(folder);
    spool.append('secret');
    expect([...spool.read()]).toEqual(['secret']);
    if (process.platform !== 'win32') expect(readdirSync(folder)).toEqual([]);
    spool.close();
    spool.close();
    expect(readdirSync(folder)).toEqual([]);
  });
});
