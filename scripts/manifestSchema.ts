import { Messages } from '@salesforce/core';
import { z } from 'zod';
import { manifest, manifestSchemaUrl } from '../src/manifest/schema.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.manifest');

type Schema = Record<string, unknown>;

const isRestrictedText = (value: unknown): value is Schema => {
  const { type, ...rest } = (value ?? {}) as Schema;
  return type === 'string' && ['enum', 'pattern'].some((key) => key in rest);
};

/** A value with a variable in it is no value yet, so that editors find nothing wrong with it. */
const orVariable = (schema: Schema): Schema => ({
  anyOf: [schema, { type: 'string', pattern: '\\$\\{\\w+\\}' }],
});

const withDescriptions = (properties: Schema): Schema =>
  Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [
      key,
      { description: messages.getMessage(`key.${key}`), ...(schema as Schema) },
    ])
  );

const forEditors = (key: string, value: unknown): unknown => {
  if (key === 'properties') return withDescriptions(value as Schema);
  return isRestrictedText(value) ? orVariable(value) : value;
};

/**
 * The schema by which a manifest is checked, for editors: in the draft that they know, with a description of each key.
 * @returns JSON Schema, draft 7
 */
export const manifestSchema = (): object => {
  const { $schema, ...schema } = z.toJSONSchema(manifest, { target: 'draft-7' });
  return {
    $schema,
    $id: manifestSchemaUrl,
    title: messages.getMessage('title'),
    description: messages.getMessage('description'),
    ...(JSON.parse(JSON.stringify(schema), forEditors) as object),
  };
};
