import { describe, expect, it } from 'vitest';
import { parseDateSpan } from './date-span.ts';

const NOW_MS = Date.parse('2025-03-31T12:30:00Z');

describe('parseDateSpan', () => {
  it.each([
    ['now', '2025-03-31T12:30:00Z'],
    [' NOW ', '2025-03-31T12:30:00Z'],
    ['7 days ago', '2025-03-24T12:30:00Z'],
    ['1 day ago', '2025-03-30T12:30:00Z'],
    ['in 2 hours', '2025-03-31T14:30:00Z'],
    ['In  90   Minutes', '2025-03-31T14:00:00Z'],
    ['10 seconds ago', '2025-03-31T12:29:50Z'],
    ['in 2 weeks', '2025-04-14T12:30:00Z'],
    ['1 month ago', '2025-02-28T12:30:00Z'],
    ['in 1 year', '2026-03-31T12:30:00Z'],
    ['14 months ago', '2024-01-31T12:30:00Z'],
    ['2025-01-01T00:00:00+01:00', '2024-12-31T23:00:00Z'],
  ])('%s is the instant %s', (text, iso) => {
    const ms = Date.parse(iso);
    expect(parseDateSpan(text, NOW_MS)).toEqual({ firstMs: ms, lastMs: ms });
  });

  it.each([
    ['today', '2025-03-31'],
    ['2025-01-01', '2025-01-01'],
  ])('%s is a whole day', (text, date) => {
    const firstMs = Date.parse(date);
    const span = parseDateSpan(text, NOW_MS);
    expect(span?.firstMs).toBe(firstMs);
    expect(span?.lastMs).toBeGreaterThan(firstMs + 86_399_998);
    expect(span?.lastMs).toBeLessThan(firstMs + 86_400_000);
  });

  it.each([
    '',
    'soon',
    '7 days',
    '-7 days ago',
    'in 2 fortnights',
    '7 constructors ago',
    'in 999999 years',
    '1700000000',
    '01/02/2025',
  ])('%j is no date', (text) => {
    expect(parseDateSpan(text, NOW_MS)).toBeUndefined();
  });
});
