import { z } from 'zod';
import { isObject, type RawObject } from './raw.ts';
import { configSchema, FORM_GROUPS } from './schema.ts';

/** What the SPEC message says; written to spec.json. */
export interface ConnectorSpecification {
  readonly documentationUrl: string;
  readonly connectionSpecification: RawObject;
  readonly supportsIncremental: boolean;
  readonly supported_destination_sync_modes: readonly string[];
  readonly protocol_version: string;
}

const DOCUMENTATION_URL = 'https://docs.airbyte.com/integrations/destinations/stripe';
const PROTOCOL_VERSION = '0.2.0';

/** The content of spec.json, generated from the schema and shaped for the platform's form. */
export function connectorSpecification(): ConnectorSpecification {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, {
    io: 'input',
    target: 'draft-07',
    unrepresentable: 'any',
  });
  return {
    documentationUrl: DOCUMENTATION_URL,
    connectionSpecification: {
      $schema,
      title: 'Stripe',
      ...(forForm(schema) as RawObject),
      groups: FORM_GROUPS,
    },
    supportsIncremental: true,
    supported_destination_sync_modes: ['append', 'append_dedup', 'overwrite'],
    protocol_version: PROTOCOL_VERSION,
  };
}

/**
 * A schema as the form can show it: open objects, an order for every property, `oneOf` under an
 * object, no properties that only a configuration written by hand may use.
 */
function forForm(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  const { properties, items, oneOf, default: preset, ...rest } = schema;
  return {
    ...rest,
    ...(isShownPreset(preset) ? { default: preset } : {}),
    ...(Array.isArray(oneOf) ? { type: 'object', oneOf: oneOf.map(forForm) } : {}),
    ...(items === undefined ? {} : { items: forForm(items) }),
    ...(isObject(properties)
      ? { properties: orderedProperties(properties), additionalProperties: true }
      : {}),
  };
}

/** A preset object or list would hide the form's own first choice. */
function isShownPreset(preset: unknown): boolean {
  return preset !== undefined && preset !== '' && typeof preset !== 'object';
}

function orderedProperties(properties: RawObject): RawObject {
  const shown = Object.entries(properties).filter(
    ([, property]) => isObject(property) && property['hidden_in_form'] !== true,
  );
  return Object.fromEntries(
    shown.map(([key, property], order) => [key, { ...(forForm(property) as RawObject), order }]),
  );
}
