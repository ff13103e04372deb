import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut } from './cut.ts';
import {
  connectionStatusLine,
  destinationCatalogLine,
  logLine,
  specLine,
  traceErrorLine,
} from './messages.ts';

describe('messages', () => {
  it('are one line each, in the form of the protocol', () => {
    expect(logLine('INFO', 'a\nb')).toBe('{"type":"LOG","log":{"level":"INFO","message":"a\\nb"}}');
    expect(specLine({ a: 1 })).toBe('{"type":"SPEC","spec":{"a":1}}');
    expect(connectionStatusLine('SUCCEEDED')).toBe(
      '{"type":"CONNECTION_STATUS","connectionStatus":{"status":"SUCCEEDED"}}',
    );
    expect(connectionStatusLine('FAILED', 'why')).toBe(
      '{"type":"CONNECTION_STATUS","connectionStatus":{"status":"FAILED","message":"why"}}',
    );
    expect(destinationCatalogLine({ operations: [] })).toBe(
      '{"type":"DESTINATION_CATALOG","destination_catalog":{"operations":[]}}',
    );
  });

  it('cut what the platform would cut', () => {
    const long = 'x'.repeat(200_000);
    const line = traceErrorLine({
      message: long,
      internalMessage: long,
      stackTrace: long,
      failureType: 'system_error',
      emittedAtMs: 5,
    });
    const { trace } = JSON.parse(line);
    expect(trace).toMatchObject({
      type: 'ERROR',
      emitted_at: 5,
      error: { failure_type: 'system_error' },
    });
    expect(trace.error.message).toHaveLength(50_000);
    expect(trace.error.internal_message).toHaveLength(50_000);
    expect(trace.error.stack_trace).toHaveLength(100_000);
    expect(JSON.parse(logLine('WARN', long)).log.message).toHaveLength(8_000);
  });
});

describe('cut', () => {
  it('keeps within its limit and gives well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, max) => {
        const short = cut(text, max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(short.isWellFormed()).toBe(true);
        if (text.length <= max) expect(short).toBe(text);
        else expect(text.startsWith(short.slice(0, -1))).toBe(true);
      }),
    );
  });

  it.each([
    ['key sk_live_1234567890 more', 12, 'key…'],
    ['key sk_live_1234567890 more', 23, 'key sk_live_1234567890…'],
    ['sk_live_1234567890 more', 8, 'sk_live…'],
  ])('does not cut a word in two: %s', (text, max, expected) => {
    expect(cut(text, max)).toBe(expected);
  });
});
