import type { SafetyLimits } from '../model/config.ts';
import { ConfigError } from '../model/failure.ts';
import { REJECTED_PERCENT_AFTER_RECORDS } from '../model/limits.ts';

/** Counts writes before they happen; a limit is never passed. */
export interface Brakes {
  /** Throws `ConfigError` (`safety_limit_reached`) when one more would pass the limit. */
  create(): void;
  update(cleared: number): void;
  /** After each settled record. */
  rejected(rejected: number, settled: number): void;
}

/** Compiles `safety_limits`. */
export function createBrakes(limits: SafetyLimits): Brakes {
  const spent = { created: 0, updated: 0, cleared: 0 };
  const spend = (what: keyof typeof spent, amount: number, max: number | undefined) => {
    if (max !== undefined && spent[what] + amount > max) throw reached(`max_${what}`, max);
    spent[what] += amount;
  };
  return {
    create: () => spend('created', 1, limits.maxCreated),
    update: (cleared) => {
      if (cleared > 0) spend('cleared', cleared, limits.maxCleared);
      spend('updated', 1, limits.maxUpdated);
    },
    rejected: (rejected, settled) => {
      if (settled < REJECTED_PERCENT_AFTER_RECORDS) return;
      if (rejected * 100 > limits.maxRejectedPercent * settled) {
        throw reached('max_rejected_percent', limits.maxRejectedPercent);
      }
    },
  };
}

function reached(name: string, max: number): ConfigError {
  return new ConfigError([
    {
      code: 'safety_limit_reached',
      pointer: `/safety_limits/${name}`,
      message: `The sync stopped before it passed the safety limit ${name} = ${max}; what is settled is acknowledged, the rest comes again`,
      hint: 'Look at what would change with plan or dry_run, then raise or remove the limit',
    },
  ]);
}
