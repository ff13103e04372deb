import { pathIssues } from '../lib/condition-issues.ts';
import type { ConfigIssue } from '../model/failure.ts';
import { fieldSpec } from '../model/field-table.ts';
import { fieldConflicts, mappingFieldIssues, matchingFieldIssues } from './check-fields.ts';
import { filterIssues } from './check-filter.ts';
import { asList, asObject, asText, type RawObject } from './raw.ts';

/** What is wrong with the pipelines beyond their shape. */
export function pipelineIssues(config: RawObject): readonly ConfigIssue[] {
  return [
    ...nameIssues(config),
    ...pipelinesOf(config).flatMap(({ pipeline, pointer }) => [
      ...filterIssues(pipeline['filter'], `${pointer}/filter`),
      ...matchingIssues(pipeline, pointer),
      ...mappingIssues(pipeline, pointer),
    ]),
  ];
}

/** What is allowed but dangerous. */
export function pipelineWarnings(config: RawObject): readonly ConfigIssue[] {
  return pipelinesOf(config).flatMap(({ pipeline, pointer }) =>
    mappedFields(pipeline, pointer)
      .filter(({ field, write }) => write === 'always' && changesInsideStripe(field))
      .map(({ field, at }) => ({
        code: 'risky_field',
        pointer: `${at}/write`,
        message: `"${field}" changes inside Stripe, and this mapping overwrites it at every sync`,
        hint: 'Use "on_create" unless the source really owns the value',
      })),
  );
}

function pipelinesOf(config: RawObject) {
  return asList(config['pipelines']).map((pipeline, at) => ({
    pipeline: asObject(pipeline),
    pointer: `/pipelines/${at}`,
  }));
}

function nameIssues(config: RawObject): readonly ConfigIssue[] {
  const names = pipelinesOf(config).map(({ pipeline }) => asText(pipeline['name'])?.trim());
  return names.flatMap((name, at) => {
    const first = names.indexOf(name);
    if (name === undefined || first === at) return [];
    return [
      {
        code: 'duplicate_pipeline_name',
        pointer: `/pipelines/${at}/name`,
        message: `The pipeline at /pipelines/${first} has the same name`,
        hint: 'Give each pipeline a name of its own',
      },
    ];
  });
}

function matchingIssues(pipeline: RawObject, pointer: string): readonly ConfigIssue[] {
  const entries = asList(pipeline['matching']).map((entry, at) => ({
    property: asText(asObject(entry)['property']),
    field: asText(asObject(entry)['field']),
    at: `${pointer}/matching/${at}`,
  }));
  const found = entries.flatMap(({ property, field, at }) => [
    ...(property === undefined ? [] : pathIssues(property, `${at}/property`)),
    ...(field === undefined ? [] : matchingFieldIssues(field, `${at}/field`)),
  ]);
  const fields = entries.flatMap(({ field, at }) =>
    // Metadata keys with dots are keys of their own: only the same field stands twice.
    field === undefined || entries.find((entry) => entry.field === field)?.at === at
      ? []
      : [duplicateRung(field, `${at}/field`)],
  );
  return [...found, ...fields];
}

function duplicateRung(field: string, pointer: string): ConfigIssue {
  const message = `Two matching entries compare "${field}"`;
  return { code: 'field_conflict', pointer, message, hint: 'Keep one of them' };
}

function mappingIssues(pipeline: RawObject, pointer: string): readonly ConfigIssue[] {
  const fields = mappedFields(pipeline, pointer).map(({ field, at }) => ({
    field,
    pointer: `${at}/field`,
  }));
  return [
    ...fields.flatMap(({ field, pointer }) => mappingFieldIssues(field, pointer)),
    ...fieldConflicts(fields),
  ];
}

function mappedFields(pipeline: RawObject, pointer: string) {
  return asList(asObject(pipeline['transformation'])['fields']).flatMap((mapping, index) => {
    const { field, write } = asObject(mapping);
    const at = `${pointer}/transformation/fields/${index}`;
    return typeof field === 'string' ? [{ field, write, at }] : [];
  });
}

function changesInsideStripe(field: string): boolean {
  return fieldSpec(field)?.defaultWrite === 'on_create';
}
