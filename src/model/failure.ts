import type { StripeProblem } from './outcome.ts';

/** One issue of a configuration: what is wrong, where, what to do. */
export interface ConfigIssue {
  /** An entry of the error registry. */
  readonly code: string;
  /** JSON pointer into the config, `''` for the whole. */
  readonly pointer: string;
  readonly message: string;
  readonly hint?: string;
}

/** The user must act: `config_error`. Carries every issue at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly issues: readonly ConfigIssue[];
  constructor(issues: readonly ConfigIssue[], options?: ErrorOptions) {
    super(issues.map(issueText).join('\n'), options);
    this.issues = issues;
  }
}

/** Stripe or the network must recover: `transient_error`. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The input or this program is at fault: `system_error`. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** One attempt at Stripe that did not succeed. */
export class StripeFailure extends Error {
  override readonly name = 'StripeFailure';
  /** `connection`: reset, timeout, truncated or no JSON: what Stripe did is unknown. */
  readonly kind: 'api' | 'connection';
  readonly problem: StripeProblem;
  /** Stripe's `error.type`. */
  readonly type: string | undefined;
  /** `Stripe-Should-Retry`. */
  readonly shouldRetry: boolean | undefined;
  readonly retryAfterMs: number | undefined;
  /** `Stripe-Rate-Limited-Reason`. */
  readonly rateLimitedReason: string | undefined;
  /** `rak_…` of a 403. */
  readonly permission: string | undefined;
  /** `Idempotent-Replayed` on an error: a saved failure. */
  readonly replayed: boolean;
  constructor(facts: StripeFailureFacts, options?: ErrorOptions) {
    super(failureText(facts), options);
    this.kind = facts.kind;
    this.problem = facts.problem;
    this.type = facts.type;
    this.shouldRetry = facts.shouldRetry;
    this.retryAfterMs = facts.retryAfterMs;
    this.rateLimitedReason = facts.rateLimitedReason;
    this.permission = facts.permission;
    this.replayed = facts.replayed ?? false;
  }
}

export interface StripeFailureFacts {
  readonly kind: 'api' | 'connection';
  readonly problem: StripeProblem;
  readonly type?: string | undefined;
  readonly shouldRetry?: boolean | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly rateLimitedReason?: string | undefined;
  readonly permission?: string | undefined;
  readonly replayed?: boolean | undefined;
}

/** `<what> — <where> — <what to do>` */
function issueText(issue: ConfigIssue): string {
  return [issue.message, issue.pointer || undefined, issue.hint].filter(Boolean).join(' — ');
}

function failureText({ kind, problem }: StripeFailureFacts): string {
  const parts = [kind, problem.status, problem.code, problem.param, problem.requestId];
  return `Stripe: ${parts.filter((part) => part !== undefined).join(' ')}`;
}
