import { canonicalText } from '../lib/canonical.ts';
import { normaliseKey } from '../lib/normalise-key.ts';
import type { Draft } from '../model/draft.ts';
import type { MatchKey } from '../model/match.ts';
import type { PipelinePolicy } from '../model/pipeline.ts';

/**
 * Whether the draft would make a customer that its own key, the highest, does not find at the next
 * run. Lower rungs may change: the highest one finds it.
 */
export function contradicts(draft: Draft, key: MatchKey): boolean {
  const drafted = draft.fields[key.field];
  if (drafted === undefined) return false;
  return drafted === null || normaliseKey(key.field, canonicalText(drafted)) !== key.value;
}

/**
 * Whether the draft would take from an existing customer the key by which the next run finds it:
 * the highest metadata key (`adopted`: it is being stamped), else the deciding one. Losing the
 * deciding key is the user's wish where nothing is ever created; contradicting a stamp would be a
 * conflict everywhere. A value that the write policy keeps away from the customer changes nothing.
 */
export function losesKey(
  draft: Draft,
  key: MatchKey,
  adopted: boolean,
  policy: PipelinePolicy,
): boolean {
  if (policy.exportMode === 'create_only') return false;
  if (!adopted && policy.exportMode === 'update_only') return false;
  if (!contradicts(draft, key)) return false;
  const write = policy.writePolicy(key.field);
  return write === 'always' || (adopted && write === 'if_empty');
}
