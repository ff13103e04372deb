import { describe, expect, it } from 'vitest';
import { Versions } from './superseded.ts';

describe('Versions', () => {
  it('gives the waiting version that a later one of the same profile replaces', () => {
    const versions = new Versions<string>();
    expect(versions.note('users', 'A', 'a1')).toBeUndefined();
    expect(versions.note('users', 'B', 'b1')).toBeUndefined();
    expect(versions.note('orders', 'A', 'o1')).toBeUndefined();
    expect(versions.note('users', 'A', 'a2')).toBe('a1');
    expect(versions.note('users', 'A', 'a3')).toBe('a2');
  });

  it('leaves alone what has gone on or stands in another window', () => {
    const versions = new Versions<string>();
    versions.note('users', 'A', 'a1');
    versions.leave('users', 'A', 'a1');
    expect(versions.note('users', 'A', 'a2')).toBeUndefined();
    versions.leave('users', 'A', 'a1');
    expect(versions.note('users', 'A', 'a3')).toBe('a2');
    versions.closeWindow('users');
    expect(versions.note('users', 'A', 'a4')).toBeUndefined();
    versions.leave('users', 'A', 'a3');
    versions.closeWindow('orders');
    expect(versions.note('users', 'A', 'a5')).toBe('a4');
    versions.closeWindow(undefined);
    expect(versions.note('users', 'A', 'a6')).toBeUndefined();
  });
});
