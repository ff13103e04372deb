import { z } from 'zod';
import { didYouMean } from '../lib/did-you-mean.ts';
import type { ConfigIssue } from '../model/failure.ts';
import { asList, isObject, pointerOf, type RawObject } from './raw.ts';

type Path = readonly PropertyKey[];

/** Every key that the schema does not know: what to do about it is the caller's to say. */
export function unknownKeys(schema: z.ZodType, json: unknown): readonly UnknownKey[] {
  return walk(schema, json, []);
}

export interface UnknownKey {
  readonly path: Path;
  readonly meant: string | undefined;
}

/** The key as an issue; its value is never named. */
export function unknownKeyIssue({ path, meant }: UnknownKey, code: string): ConfigIssue {
  const key = String(path.at(-1));
  return {
    code,
    pointer: pointerOf(path),
    message: `There is no key "${key}" here`,
    hint: meant === undefined ? 'Remove it' : `Did you mean "${meant}"?`,
  };
}

function walk(schema: z.ZodType, json: unknown, path: Path): readonly UnknownKey[] {
  if (schema instanceof z.ZodArray) {
    const element = schema.element as z.ZodType;
    return asList(json).flatMap((inner, at) => walk(element, inner, [...path, at]));
  }
  if (schema instanceof z.ZodObject && isObject(json)) return walkObject(schema, json, path);
  if (schema instanceof z.ZodDiscriminatedUnion && isObject(json)) {
    const chosen = chosenOption(schema, json);
    return chosen === undefined ? [] : walk(chosen, json, path);
  }
  const inner = wrapped(schema);
  return inner === undefined ? [] : walk(inner, json, path);
}

function walkObject(schema: z.ZodObject, json: RawObject, path: Path): readonly UnknownKey[] {
  const known: ReadonlyMap<string, z.ZodType> = new Map(
    Object.entries(schema.shape as { readonly [key: string]: z.ZodType }),
  );
  return Object.entries(json).flatMap(([key, value]) => {
    const inner = known.get(key);
    const at = [...path, key];
    if (inner !== undefined) return walk(inner, value, at);
    const absent = [...known.keys()].filter((name) => !Object.hasOwn(json, name));
    return [{ path: at, meant: didYouMean(key, absent) }];
  });
}

function chosenOption(schema: z.ZodDiscriminatedUnion, json: RawObject): z.ZodType | undefined {
  const { discriminator } = schema.def;
  const options = schema.options as readonly z.ZodType[];
  return options.find((option) => {
    const kind = option instanceof z.ZodObject ? option.shape[discriminator] : undefined;
    return kind instanceof z.ZodLiteral && kind.value === json[discriminator];
  });
}

function wrapped(schema: z.ZodType): z.ZodType | undefined {
  const isWrapper =
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional;
  return isWrapper ? (schema.unwrap() as z.ZodType) : undefined;
}
