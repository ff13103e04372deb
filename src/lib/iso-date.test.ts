import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstantMs } from './iso-date.ts';

describe('isoInstantMs', () => {
  it.each([
    ['1970-01-01', '1970-01-01T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['0050-03-01', '0050-03-01T00:00:00Z'],
    ['2025-06-15T10:30', '2025-06-15T10:30:00Z'],
    ['2025-06-15T10:30Z', '2025-06-15T10:30:00Z'],
    ['2025-06-15 10:30:05', '2025-06-15T10:30:05Z'],
    ['2025-06-15T10:30:05.25', '2025-06-15T10:30:05.250Z'],
    ['2025-06-15T10:30:05,25z', '2025-06-15T10:30:05.250Z'],
    ['2025-06-15T10:30:00+02:00', '2025-06-15T08:30:00Z'],
    ['2025-06-15T10:30:00+0530', '2025-06-15T05:00:00Z'],
    ['2025-06-15T23:30-03', '2025-06-16T02:30:00Z'],
  ])('%s is %s', (text, iso) => {
    expect(isoInstantMs(text)).toBe(Date.parse(iso));
  });

  it('keeps microseconds apart', () => {
    const first = isoInstantMs('2025-06-15T10:30:00.000001Z');
    expect(isoInstantMs('2025-06-15T10:30:00.000002Z')).toBeGreaterThan(first);
  });

  it.each([
    '',
    '2025',
    '2025-06',
    '20250615',
    '2025-6-15',
    '2025-00-10',
    '2025-13-01',
    '2025-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-06-15x',
    '2025-06-15T',
    '2025-06-15T10',
    '2025-06-15T24:00',
    '2025-06-15T10:60',
    '2025-06-15T10:30:60',
    '2025-06-15T10:30:00.Z',
    '2025-06-15T10:30:00ZZ',
    '2025-06-15T10:30:00+',
    '2025-06-15T10:30:00+2',
    '2025-06-15T10:30:00+02:',
    '2025-06-15T10:30:00+02:000',
    '2025-06-15T10:30:00+24:00',
    '2025-06-15T10:30:00 UTC',
    '1750000000',
    '-025-06-15',
  ])('%j is no date', (text) => {
    expect(isoInstantMs(text)).toBeNaN();
  });

  it('agrees with the calendar of the language', () => {
    const min = new Date('0000-01-01T00:00:00Z');
    const max = new Date('9999-12-31T23:59:59.999Z');
    fc.assert(
      fc.property(fc.date({ min, max, noInvalidDate: true }), (date) => {
        expect(isoInstantMs(date.toISOString())).toBeCloseTo(date.getTime(), 6);
      }),
    );
  });
});
