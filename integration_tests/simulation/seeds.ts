/** Seeds that once found a fault; they run for ever. */
export const KEPT_SEEDS: readonly number[] = [20_202, 20_857];
