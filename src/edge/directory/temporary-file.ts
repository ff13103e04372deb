import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const PREFIX = 'destination-stripe-directory-';
const NAME = /^destination-stripe-directory-(\d+)-(\d+)-\d+\.sqlite$/;

let made = 0;

/** A path nobody else uses; its name says which process it belongs to. */
export function temporaryPath(directory: string): string {
  made += 1;
  return join(directory, `${PREFIX}${process.pid}-${startToken(process.pid) ?? 0}-${made}.sqlite`);
}

/** Removes what processes left behind that are gone; their number may be in use again. */
export function removeStaleFiles(directory: string): void {
  for (const name of readable(directory)) {
    const [, pid, token] = NAME.exec(name) ?? [];
    if (pid === undefined || token === undefined) continue;
    if (!lives(Number(pid), token)) removeFile(join(directory, name));
  }
}

/** Where open files cannot be removed, it stays until its end. */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Still open on this system: removed at the end, or at the next start.
  }
}

function readable(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function lives(pid: number, token: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return String(startToken(pid) ?? 0) === token;
}

/**
 * Clock ticks from boot to the process's start (proc(5), field 22); undefined where there is no
 * /proc.
 */
function startToken(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return undefined;
  }
}
