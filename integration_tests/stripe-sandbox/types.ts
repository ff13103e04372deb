/** What goes over the wire, and what the engine's rooms hand to one another. */

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };

/** Header names are lower case; `path` carries the query. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** What the connection does instead of carrying the answer. */
export type WireFault = 'reset' | 'truncate' | 'hang';

export interface SandboxResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  /** From arrival to answer, ms. */
  readonly delayMs: number;
  readonly fault?: WireFault;
}

/** An answer before it is text; `body` is built late, so that saved answers stay small. */
export interface Reply {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: () => Json | string;
}

/** One request under way: executed at `commitAfterMs`, answered at `answerAfterMs` from arrival. */
export interface Exchange {
  readonly commitAfterMs: number;
  readonly answerAfterMs: number;
  /** Executes the request and frees what it holds; once. */
  readonly commit: () => void;
  readonly answer: () => SandboxResponse;
}

/** Time. Real under HTTP, virtual in a simulation. */
export interface SandboxClock {
  readonly now: () => number;
  readonly sleep: (delayMs: number) => Promise<void>;
}

/** A customer to start with: Stripe's own field names; `created` in unix seconds. */
export interface SeedCustomer {
  readonly id?: string;
  readonly created?: number;
  readonly [field: string]: Json | undefined;
}
