import type { z } from 'zod';
import { didYouMean } from '../lib/did-you-mean.ts';
import type { ConfigIssue } from '../model/failure.ts';
import { pointerOf, valueAt } from './raw.ts';

type ZodIssue = z.core.$ZodIssue;

/**
 * A finding of the schema in plain words. Values are looked at for "did you mean", never printed.
 */
export function shapeIssue(issue: ZodIssue, json: unknown): ConfigIssue {
  const value = valueAt(json, issue.path);
  const name = nameOf(issue.path);
  const { message, hint } =
    value === undefined && issue.code !== 'custom'
      ? { message: `${name} is missing`, hint: missingHint(issue) }
      : wrong(issue, name, value);
  return { code: 'config_invalid', pointer: pointerOf(issue.path), message, hint };
}

interface Words {
  readonly message: string;
  readonly hint: string;
}

const TYPES: { readonly [expected: string]: Words } = {
  string: { message: 'must be text', hint: 'Write it in double quotes' },
  number: { message: 'must be a number', hint: 'Write it without quotes' },
  int: { message: 'must be a whole number', hint: 'Write it without quotes and fraction' },
  boolean: { message: 'must be true or false', hint: 'Write it without quotes' },
  array: { message: 'must be a list', hint: 'Write it in [ ]' },
  object: { message: 'must be an object', hint: 'Write it in { }' },
};

function wrong(issue: ZodIssue, name: string, value: unknown): Words {
  switch (issue.code) {
    case 'invalid_type': {
      const words = TYPES[issue.expected];
      if (words !== undefined) return { ...words, message: `${name} ${words.message}` };
      break;
    }
    case 'invalid_value':
      return choice(name, issue.values.map(String), value);
    case 'invalid_union':
      return choice(name, optionsOf(issue), value);
    case 'too_small':
      return issue.origin === 'array'
        ? { message: `${name} needs at least ${issue.minimum}`, hint: 'Add an entry' }
        : { message: `${name} must be ${issue.minimum} or more`, hint: 'Raise it' };
    case 'too_big':
      return { message: `${name} must be ${issue.maximum} or less`, hint: 'Lower it' };
    case 'custom':
      return { message: issue.message, hint: 'Join some of the groups' };
    default:
      break;
  }
  return { message: `${name} has a wrong value`, hint: 'See the setup page' };
}

function choice(name: string, options: readonly string[], value: unknown): Words {
  const meant = typeof value === 'string' ? didYouMean(value, options) : undefined;
  return {
    message: `${name} must be one of ${options.join(', ')}`,
    hint: meant === undefined ? 'Use one of these' : `Did you mean "${meant}"?`,
  };
}

function missingHint(issue: ZodIssue): string {
  if (issue.code === 'invalid_value') return `Use one of ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_union') return `Use one of ${optionsOf(issue).join(', ')}`;
  return 'Fill it in';
}

function optionsOf(issue: z.core.$ZodIssueInvalidUnion): readonly string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

function nameOf(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  if (last === undefined) return 'The configuration';
  return typeof last === 'number' ? `Entry ${last + 1}` : `"${String(last)}"`;
}
