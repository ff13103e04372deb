import { operatorIssues, pathIssues } from '../lib/condition-issues.ts';
import type { ConfigIssue } from '../model/failure.ts';
import { asList, asObject, asText, isObject } from './raw.ts';

/** What is wrong with the conditions of a filter, however deep they stand. */
export function filterIssues(filter: unknown, pointer: string): readonly ConfigIssue[] {
  return asObject(filter)['type'] === 'conditions' ? groupIssues(filter, pointer) : [];
}

function groupIssues(group: unknown, pointer: string): readonly ConfigIssue[] {
  if (!isObject(group)) return [];
  const conditions = asList(group['conditions']);
  const groups = asList(group['groups']);
  if (conditions.length + groups.length === 0) {
    const message = 'The group has no conditions';
    const hint = 'Add a condition, or set the type of the filter to none';
    return [{ code: 'config_invalid', pointer, message, hint }];
  }
  return [
    ...conditions.flatMap((one, at) => conditionIssues(one, `${pointer}/conditions/${at}`)),
    ...groups.flatMap((inner, at) => groupIssues(inner, `${pointer}/groups/${at}`)),
  ];
}

function conditionIssues(condition: unknown, pointer: string): readonly ConfigIssue[] {
  const { property, operator, values } = asObject(condition);
  const path = asText(property);
  const name = asText(operator);
  const given = values ?? [];
  const texts = asList(given).filter((value) => typeof value === 'string');
  const readable = Array.isArray(given) && texts.length === given.length;
  return [
    ...(path === undefined ? [] : pathIssues(path, `${pointer}/property`)),
    ...(name === undefined || !readable ? [] : operatorIssues(name, texts, pointer)),
  ];
}
