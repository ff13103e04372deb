import { expect, it } from 'vitest';
import { Claims } from './claims.ts';

it('gives a customer to the first profile, for the whole sync', () => {
  const claims = new Claims();
  expect(claims.claim(0, 'A')).toBe(true);
  expect(claims.claim(0, 'B')).toBe(false);
  expect(claims.claim(0, 'A')).toBe(true);
  expect(claims.claim(1, 'B')).toBe(true);
});

it('grows with the refs and forgets nobody', () => {
  const claims = new Claims();
  for (let ref = 0; ref < 5_000; ref += 1) expect(claims.claim(ref, `p${ref}`)).toBe(true);
  expect(claims.claim(1_000_000, 'far')).toBe(true);
  for (let ref = 0; ref < 5_000; ref += 1) {
    expect(claims.claim(ref, `p${ref}`)).toBe(true);
    expect(claims.claim(ref, `q${ref}`)).toBe(false);
  }
  expect(claims.claim(1_000_000, 'near')).toBe(false);
});
