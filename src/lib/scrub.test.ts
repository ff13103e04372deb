import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrub } from './scrub.ts';

describe('scrub', () => {
  it.each([
    ["No such customer: 'cus_x'", 'No such customer: …'],
    [
      "No such customer: 'cus_x'; a similar object exists in test mode",
      'No such customer: …; a similar object exists in test mode',
    ],
    ['Invalid email address: ann at home, Leeds', 'Invalid email address: …'],
    ['Invalid email address: ann@example.com', 'Invalid email address: …'],
    ['The e-mail ann.lee+x@example.co.uk is taken', 'The e-mail … is taken'],
    ['Call +44 (0) 20 7183-8750 now', 'Call … now'],
    ['Customer "Ann O\'Hara" is odd', 'Customer … is odd'],
    ["Customer 'Ann O'Hara' is odd", 'Customer … is odd'],
    ["Customer 'The James' house' is odd", 'Customer …'],
    ["Customer 'never closed", 'Customer …'],
    ['Invalid integer: abc; def: ghi', 'Invalid integer: …'],
    ['Invalid API Key provided: sk_test_****abcd', 'Invalid API Key provided: …'],
    [
      "Metadata can have up to 50 keys, but you've set 51.",
      "Metadata can have up to 50 keys, but you've set 51.",
    ],
    ["This object can't be accessed right now", "This object can't be accessed right now"],
    [
      "Having the 'rak_customer_write' permission would allow this request to continue.",
      'Having the rak_customer_write permission would allow this request to continue.',
    ],
  ])('%s', (message, expected) => {
    expect(scrub(message)).toBe(expected);
  });

  it('lets no quoted value, address or number through', () => {
    const value = fc
      .stringMatching(/^[a-z0-9]{4,12}$/)
      .filter((v) => !'invalid value such no'.includes(v));
    fc.assert(
      fc.property(value, fc.constantFrom("'", '"', '`'), (v, quote) => {
        expect(scrub(`No such thing: ${quote}zz ${v}${quote}.`)).not.toContain(v);
        expect(scrub(`It is ${v}@${v}.example that hurts`)).not.toContain(v);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9][0-9]{7,14}$/), (phone) => {
        expect(scrub(`The number ${phone} hurts`)).not.toContain(phone);
      }),
    );
  });

  it('is short', () => {
    expect(scrub('word '.repeat(500)).length).toBe(300);
  });
});
