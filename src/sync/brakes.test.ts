import { describe, expect, it } from 'vitest';
import { REJECTED_PERCENT_AFTER_RECORDS } from '../model/limits.ts';
import { createBrakes } from './brakes.ts';

const brakes = (limits: object) => createBrakes({ maxRejectedPercent: 100, ...limits });

describe('safety limits', () => {
  it('let exactly as many creates pass as they say', () => {
    const { create } = brakes({ maxCreated: 2 });
    create();
    create();
    expect(create).toThrow(/max_created = 2/);
    expect(brakes({ maxCreated: 0 }).create).toThrow(/max_created = 0/);
  });

  it('count updates and the fields that they clear', () => {
    const { update } = brakes({ maxUpdated: 3, maxCleared: 2 });
    update(2);
    update(0);
    expect(() => update(1)).toThrow(/max_cleared = 2/);
    update(0);
    expect(() => update(0)).toThrow(/max_updated = 3/);
    expect(() => brakes({ maxCleared: 2 }).update(3)).toThrow(/max_cleared/);
  });

  it('judge the share of rejected records only after enough of them', () => {
    const { rejected } = brakes({ maxRejectedPercent: 50 });
    const enough = REJECTED_PERCENT_AFTER_RECORDS;
    rejected(enough - 1, enough - 1);
    rejected(enough / 2, enough);
    expect(() => rejected(enough / 2 + 1, enough)).toThrow(/max_rejected_percent = 50/);
  });

  it('do nothing where they are absent', () => {
    const { create, update } = brakes({});
    for (let nth = 0; nth < 100; nth += 1) {
      create();
      update(10);
    }
  });
});
