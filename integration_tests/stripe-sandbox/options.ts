import type { CursorTrap } from './customer-list.ts';
import type { WriteRules } from './customer-write.ts';
import type { FaultRule } from './faults.ts';
import { DEFAULT_KEYS, type KeyTable } from './keys.ts';
import type { Limits, Rival } from './limiter.ts';
import type { SandboxRequest, SeedCustomer } from './types.ts';

export type Latency =
  | number
  | readonly [minMs: number, maxMs: number]
  | ((request: SandboxRequest) => number);

/** Everything that can be switched while it runs. */
export interface Settings extends WriteRules {
  readonly keys: KeyTable;
  readonly limits: Limits;
  readonly rival: Rival | null;
  readonly latency: Latency;
  readonly cursorTrap: CursorTrap;
  readonly search: SearchSettings;
  readonly faults: readonly FaultRule[];
  /** Ids that exist on the account. */
  readonly paymentMethods: readonly string[];
  readonly sources: readonly string[];
  readonly templates: readonly string[];
  /** Tax ids are `pending` for this long. */
  readonly taxIdVerificationMs: number;
  /** Newest entries kept in the request log. */
  readonly logEntriesMax: number;
}

export interface SearchSettings {
  readonly lagMs: number;
  /** India: refused. */
  readonly available: boolean;
  /** Deleted customers are still found. */
  readonly showsDeleted: boolean;
  /** The share of customers that search never shows. */
  readonly forgets: number;
  /** The share of hits missing in any five seconds. */
  readonly flickers: number;
}

export interface SandboxOptions extends Partial<Omit<Settings, 'search'>> {
  readonly search?: Partial<SearchSettings>;
  readonly now?: () => number;
  readonly seed?: number;
  /** Customers of the first key's account in test mode. */
  readonly customers?: readonly SeedCustomer[];
}

export type SettingsPatch = Omit<SandboxOptions, 'now' | 'seed' | 'customers'>;

export const DEFAULT_SETTINGS: Settings = {
  keys: DEFAULT_KEYS,
  limits: 'by_key',
  rival: null,
  latency: 0,
  cursorTrap: 'empty_page',
  search: { lagMs: 10_000, available: true, showsDeleted: false, forgets: 0, flickers: 0 },
  faults: [],
  addressUpdate: 'replace',
  shippingClear: 'clears',
  paymentMethods: ['pm_card_visa'],
  sources: ['src_sandbox'],
  templates: ['inrtem_sandbox'],
  taxIdVerificationMs: 1_000,
  logEntriesMax: 100_000,
};

/** The settings after a patch; keys and search are added to, all else is replaced. */
export function patched(settings: Settings, patch: SettingsPatch): Settings {
  return {
    ...settings,
    ...patch,
    keys: { ...settings.keys, ...patch.keys },
    search: { ...settings.search, ...patch.search },
  };
}

/** A total outage as a fault rule; times in ms on the sandbox's clock. */
export function outage(
  fromMs: number,
  untilMs: number,
  kind: FaultRule['kind'] = '503',
): FaultRule {
  return { match: { fromMs, untilMs }, kind };
}
