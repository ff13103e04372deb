/** The first argument that has a value: neither missing, null nor "". */
export function coalesce(...candidates: readonly unknown[]): unknown {
  return candidates.find((value) => value !== undefined && value !== null && value !== '');
}
