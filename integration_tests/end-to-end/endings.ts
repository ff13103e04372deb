import { expect } from 'vitest';
import { errorOf, type Ran, statesOf } from './harness.ts';

/** One error, its kind, exit code 1, nothing acknowledged, nothing on stderr, every word in its message. */
export function expectEnd(ran: Ran, failureType: string, words: readonly string[]): void {
  const error = errorOf(ran);
  expect(ran.messages.filter(({ type }) => type === 'TRACE')).toHaveLength(1);
  expect(error?.failure_type).toBe(failureType);
  for (const word of words) expect(error?.message).toContain(word);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toBe('');
  expect(statesOf(ran)).toEqual([]);
}

/** One FAILED with every word in its message, and exit code 0. */
export function expectFailed(ran: Ran, words: readonly string[]): void {
  expect(ran.code).toBe(0);
  expect(ran.stderr).toBe('');
  expect(ran.messages).toHaveLength(1);
  expect(ran.messages[0]?.connectionStatus?.status).toBe('FAILED');
  for (const word of words) expect(ran.messages[0]?.connectionStatus?.message).toContain(word);
}

/** No error, exit code 0. */
export function expectSuccess(ran: Ran): void {
  expect(errorOf(ran)).toBeUndefined();
  expect(ran.code).toBe(0);
  expect(ran.stderr).toBe('');
}
