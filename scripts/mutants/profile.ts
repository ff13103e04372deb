import type { Mutant } from './mutant.ts';

/** Faults in routing, filtering and mapping a profile. */
export const PROFILE_MUTANTS: readonly Mutant[] = [
  {
    name: 'null rule of negative operators flipped',
    file: 'src/filter/operators.ts',
    find: 'return (value) => !positive(value);',
    replace: 'return (value) => value !== null && value !== undefined && !positive(value);',
    tests: ['src/filter'],
  },
  {
    name: 'filter expression truthy instead of only true',
    file: 'src/filter/compile-filter.ts',
    find: 'return result === true;',
    replace: 'return Boolean(result);',
    tests: ['src/filter'],
  },
  {
    name: 'metadata cleared by null or {}',
    file: 'src/map/draft/fields-in-making.ts',
    find: "if (value === undefined || value === null || value === '') return undefined;",
    replace: `if (value === undefined) return undefined;
    if (value === null || Object.keys(value).length === 0) {
      fields['metadata'] = null;
      return undefined;
    }`,
    tests: ['src/map'],
  },
  {
    name: 'empty values cleared under keep',
    file: 'src/map/shape.ts',
    find: "emptyValues === 'clear' && ",
    replace: '',
    tests: ['src/map'],
  },
  {
    name: 'overlong value cut instead of refused',
    file: 'src/map/shape/shape-metadata.ts',
    find: '? refuse(field, TOO_LONG) : text;',
    replace: '? text.slice(0, METADATA_VALUE_CHARACTERS_MAX) : text;',
    tests: ['src/map'],
  },
  {
    name: 'column that the source nulled taken as empty',
    file: 'src/route/strip.ts',
    find: '!isSourceColumn(column) && !absent.includes(column)',
    replace: '!isSourceColumn(column)',
    tests: ['src/route'],
  },
  {
    name: 'deleted row written',
    file: 'src/route/admit.ts',
    find: "deleted = isSet(data, '_ab_cdc_deleted_at');",
    replace: '',
    tests: ['src/route'],
  },
  {
    name: 'version superseded across a state',
    file: 'src/route/superseded.ts',
    find: 'else this.#streams.delete(streamKey);',
    replace: '',
    tests: ['src/route'],
  },
  {
    name: 'claims of two profiles both hold',
    file: 'src/route/claims.ts',
    find: 'return this.#low[ref] === low && this.#high[ref] === high;',
    replace: 'return true;',
    tests: ['src/route'],
  },
];
