/** Every filter operator: its exact name, how many values it takes and how they are read. */
export interface OperatorSpec {
  readonly name: string;
  /** `many`: one or more. */
  readonly values: 0 | 1 | 2 | 'many';
  readonly reads: 'none' | 'scalar' | 'date';
  /** The operator whose exact negation this is. */
  readonly negates?: string;
  readonly description: string;
}

export const OPERATORS = [
  { name: 'is', values: 1, reads: 'scalar', description: 'equals the value' },
  {
    name: 'is not',
    values: 1,
    reads: 'scalar',
    negates: 'is',
    description: 'differs, or is missing',
  },
  { name: 'is one of', values: 'many', reads: 'scalar', description: 'equals one of the values' },
  {
    name: 'is not one of',
    values: 'many',
    reads: 'scalar',
    negates: 'is one of',
    description: 'equals none of the values, or is missing',
  },
  {
    name: 'contains',
    values: 1,
    reads: 'scalar',
    description: 'text holds the value, or a list has it as an element',
  },
  {
    name: 'does not contain',
    values: 1,
    reads: 'scalar',
    negates: 'contains',
    description: 'the negation of contains',
  },
  { name: 'starts with', values: 1, reads: 'scalar', description: 'text begins with the value' },
  { name: 'ends with', values: 1, reads: 'scalar', description: 'text ends with the value' },
  {
    name: 'is less than',
    values: 1,
    reads: 'scalar',
    description: 'is smaller, or earlier in text order',
  },
  {
    name: 'is less than or equal to',
    values: 1,
    reads: 'scalar',
    description: 'is smaller or equal',
  },
  {
    name: 'is greater than',
    values: 1,
    reads: 'scalar',
    description: 'is larger, or later in text order',
  },
  {
    name: 'is greater than or equal to',
    values: 1,
    reads: 'scalar',
    description: 'is larger or equal',
  },
  {
    name: 'is between',
    values: 2,
    reads: 'scalar',
    description: 'lies between the two values, both included',
  },
  {
    name: 'is not between',
    values: 2,
    reads: 'scalar',
    negates: 'is between',
    description: 'the negation of is between',
  },
  { name: 'is before', values: 1, reads: 'date', description: 'is an earlier time' },
  {
    name: 'is on or before',
    values: 1,
    reads: 'date',
    description: 'is an earlier or the same time',
  },
  { name: 'is after', values: 1, reads: 'date', description: 'is a later time' },
  { name: 'is on or after', values: 1, reads: 'date', description: 'is a later or the same time' },
  { name: 'is true', values: 0, reads: 'none', description: 'is true' },
  { name: 'is false', values: 0, reads: 'none', description: 'is false' },
  { name: 'is null', values: 0, reads: 'none', description: 'is null or missing' },
  { name: 'is not null', values: 0, reads: 'none', negates: 'is null', description: 'has a value' },
  { name: 'is empty', values: 0, reads: 'none', description: 'is missing, null, "", [] or {}' },
  {
    name: 'is not empty',
    values: 0,
    reads: 'none',
    negates: 'is empty',
    description: 'is none of missing, null, "", [] and {}',
  },
  { name: 'exists', values: 0, reads: 'none', description: 'the key is present, even if null' },
  {
    name: 'does not exist',
    values: 0,
    reads: 'none',
    negates: 'exists',
    description: 'the key is absent',
  },
] as const satisfies readonly OperatorSpec[];

export type OperatorName = (typeof OPERATORS)[number]['name'];
