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
const orVariable = (_: string, value: unknown): unknown => {
  if (!isRestrictedText(value)) return value;
  const { description, ...schema } = value;
  return { description, anyOf: [schema, { type: 'string', pattern: '\\$\\{\\w+\\}' }] };
};

/**
 * The schema by which a manifest is checked, for editors: in the draft that they know, with a description of each key.
 * @returns JSON Schema, draft 7
 */
export const manifestSchema = (): object => {
  const { $schema, ...schema } = z.toJSONSchema(manifest, {
    target: 'draft-7',
    override: ({ jsonSchema, path }) => {
      if (path.at(-2) === 'properties')
        jsonSchema.description = messages.getMessage(`key.${String(path.at(-1))}`);
    },
  });
  return {
    $schema,
    $id: manifestSchemaUrl,
    title: messages.getMessage('title'),
    description: messages.getMessage('description'),
    ...(JSON.parse(JSON.stringify(schema), orVariable) as object),
  };
};
