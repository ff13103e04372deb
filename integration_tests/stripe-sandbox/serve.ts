import type { Sandbox } from './core.ts';
import type { SandboxClock, SandboxRequest, SandboxResponse } from './types.ts';

/**
 * Serves one request on a clock. The sandbox finishes what it has begun, whether or not the caller
 * still waits; a `fault` in the response is the caller's to act out.
 */
export async function serve(
  sandbox: Sandbox,
  clock: SandboxClock,
  request: SandboxRequest,
): Promise<SandboxResponse> {
  const { answerAfterMs, commitAfterMs, commit, answer } = sandbox.begin(request);
  if (commitAfterMs > answerAfterMs) {
    void clock.sleep(commitAfterMs).then(commit);
    await pause(clock, answerAfterMs);
    return answer();
  }
  await pause(clock, commitAfterMs);
  commit();
  await pause(clock, answerAfterMs - commitAfterMs);
  return answer();
}

async function pause(clock: SandboxClock, delayMs: number): Promise<void> {
  if (delayMs > 0) await clock.sleep(delayMs);
}
