import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { OPERATORS } from '../model/operator-table.ts';
import { FULL, MINIMAL, withPipeline, withTop } from './fixtures/configs.ts';
import { connectorSpecification } from './spec.ts';

type Node = { readonly [key: string]: unknown };

const UNRENDERED = ['anyOf', 'allOf', '$ref', 'if', 'then', 'else', 'not', 'dependencies'];
const RENDERED = [
  ...['$schema', 'type', 'title', 'description', 'properties', 'required', 'items', 'oneOf'],
  ...['additionalProperties', 'groups', 'group', 'order', 'default', 'examples', 'enum', 'const'],
  ...['pattern', 'pattern_descriptor', 'minimum', 'maximum', 'minItems', 'airbyte_secret'],
  ...['multiline', 'always_show'],
];
const LOCAL = { storage_type: 'Local', destination_path: '/local/rejected' };

const spec = JSON.parse(readFileSync(join(import.meta.dirname, '../../spec.json'), 'utf8'));
const form: Node = spec.connectionSpecification;
const nodes = [...walk(form, '', false)];
const properties = nodes.flatMap(({ node, path, inArray }) =>
  Object.entries((node['properties'] ?? {}) as { readonly [key: string]: Node }).map(
    ([key, property]) => ({ key, property, path: `${path}/${key}`, inArray }),
  ),
);
const texts = properties.filter(({ property }) => property['const'] === undefined);

describe('spec.json', () => {
  it('is what the schema generates', () => {
    expect(spec).toEqual(connectorSpecification());
  });

  it('says what the connector can do', () => {
    expect(spec).toMatchObject({
      documentationUrl: expect.stringMatching(/^https:/),
      supportsIncremental: true,
      supported_destination_sync_modes: ['append', 'append_dedup', 'overwrite'],
      protocol_version: '0.2.0',
    });
    expect(form['required']).toEqual(['api_key', 'stripe_mode']);
  });

  it('uses only what the form renders', () => {
    expect(nodes.length).toBeGreaterThan(50);
    for (const { node, path } of nodes) {
      for (const word of UNRENDERED) expect(node, path).not.toHaveProperty(word);
      for (const key of Object.keys(node)) expect(RENDERED, `${path}: ${key}`).toContain(key);
      expect(typeof node['type'], path).toBe('string');
    }
  });

  it('leaves every object open and gives it properties: no free maps', () => {
    for (const { node, path } of nodes.filter(({ node }) => node['type'] === 'object')) {
      if (node['oneOf'] !== undefined) continue;
      expect(node['additionalProperties'], path).toBe(true);
      expect(Object.keys(node['properties'] ?? {}), path).not.toEqual([]);
    }
  });

  it('tells the options of a choice apart by one constant', () => {
    const choices = nodes.filter(({ node }) => node['oneOf'] !== undefined);
    expect(choices.length).toBe(3);
    for (const { node, path } of choices) {
      expect(node['type'], path).toBe('object');
      const options = node['oneOf'] as readonly Node[];
      const constants = options.map((option) => {
        expect(option['type'], path).toBe('object');
        expect(typeof option['title'], path).toBe('string');
        const inner = option['properties'] as { readonly [key: string]: Node };
        return Object.entries(inner).filter(([, property]) => 'const' in property);
      });
      expect(constants.every((found) => found.length === 1)).toBe(true);
      expect(new Set(constants.map(([found]) => found?.[0])).size).toBe(1);
      expect(new Set(constants.map(([found]) => found?.[1]['const'])).size).toBe(options.length);
    }
  });

  it('has lists of objects, texts or numbers only', () => {
    for (const { node, path } of nodes.filter(({ node }) => node['type'] === 'array')) {
      const items = node['items'] as Node;
      expect(['object', 'string', 'number'], path).toContain(items['type']);
    }
  });

  it('orders the properties of each object', () => {
    for (const { node, path } of nodes.filter(({ node }) => node['properties'] !== undefined)) {
      const inner = Object.values(node['properties'] as { readonly [key: string]: Node });
      expect(
        inner.map(({ order }) => order),
        path,
      ).toEqual(inner.map((_, at) => at));
    }
  });

  it('names and explains every field in plain words', () => {
    for (const { property, path } of texts) {
      expect(property['title'], path).toMatch(/^[A-Z][^_]+$/);
      expect(property['description'], path).toMatch(/^["A-Z].{10,}[.…]$/s);
    }
  });

  it('puts every top-level field into a group that exists', () => {
    const groups = form['groups'] as readonly Node[];
    const inner = Object.values(form['properties'] as { readonly [key: string]: Node });
    expect(new Set(inner.map(({ group }) => group))).toEqual(new Set(groups.map(({ id }) => id)));
    for (const { node, path } of nodes.filter(({ path }) => path.split('/').length > 2)) {
      expect(node, path).not.toHaveProperty('group');
    }
  });

  it('hides secrets, none of them inside a list', () => {
    const secrets = properties.filter(({ property }) => property['airbyte_secret'] === true);
    expect(secrets.map(({ key }) => key)).toEqual([
      'api_key',
      'access_key_id',
      'secret_access_key',
    ]);
    expect(secrets.some(({ inArray }) => inArray)).toBe(false);
  });

  it('explains every pattern and gives room to sources and expressions', () => {
    for (const { property, path } of properties) {
      expect('pattern' in property, path).toBe('pattern_descriptor' in property);
    }
    const multiline = texts.filter(({ property }) => property['multiline'] === true);
    expect(new Set(multiline.map(({ key }) => key))).toEqual(new Set(['expression', 'source']));
  });

  it('offers distinct choices, and every operator', () => {
    for (const { node, path } of nodes.filter(({ node }) => Array.isArray(node['enum']))) {
      const values = node['enum'] as readonly unknown[];
      expect(new Set(values).size, path).toBe(values.length);
    }
    const operator = properties.find(({ key }) => key === 'operator');
    expect(operator?.property['enum']).toEqual(OPERATORS.map(({ name }) => name));
  });
});

describe('as a validator', () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(form);

  it.each<[string, object]>([
    ['minimal', MINIMAL],
    ['full', FULL],
    ['with a key added by the host', withTop({ __host: 1 })],
    ['without pipelines', withTop({ pipelines: [] })],
    ['with deeper groups', withPipeline({ filter: deepFilter() })],
    ['with a local folder', withTop({ object_storage_config: LOCAL })],
  ])('accepts the configuration %s', (_title, json) => {
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each<[string, object]>([
    ['with a publishable key', withTop({ api_key: 'pk_test_1' })],
    ['without a mode', withTop({ stripe_mode: undefined })],
    ['with another account', withTop({ expected_account: 'cus_1' })],
    ['with an unknown filter', withPipeline({ filter: { type: 'sql' } })],
    ['without matching', withPipeline({ matching: [] })],
    ['with too large a share', withTop({ rate_limit: { share_percent: 101 } })],
  ])('refuses the configuration %s', (_title, json) => {
    expect(validate(JSON.parse(JSON.stringify(json)))).toBe(false);
  });
});

function deepFilter(): object {
  const leaf = { conditions: [{ property: 'a', operator: 'is true' }] };
  return { type: 'conditions', groups: [{ groups: [{ groups: [leaf] }] }] };
}

/** Every schema in the form, itself included. */
function* walk(
  node: Node,
  path: string,
  inArray: boolean,
): Generator<{ readonly node: Node; readonly path: string; readonly inArray: boolean }> {
  yield { node, path, inArray };
  const inner = (node['properties'] ?? {}) as { readonly [key: string]: Node };
  for (const [key, property] of Object.entries(inner))
    yield* walk(property, `${path}/${key}`, inArray);
  for (const option of (node['oneOf'] ?? []) as readonly Node[])
    yield* walk(option, `${path}/|`, inArray);
  if (node['items'] !== undefined) yield* walk(node['items'] as Node, `${path}/*`, true);
}
