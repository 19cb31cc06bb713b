import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readMessages } from '../messageFiles.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/manifest.schema.json', import.meta.url), 'utf8')
) as Record<string, any>;

type Keys = Record<string, { description?: string }>;

/** Every mapping of the schema. */
const mappings = (node: unknown): Keys[] => {
  if (typeof node !== 'object' || node === null) return [];
  const { properties } = node as { properties?: Keys };
  return [...(properties ? [properties] : []), ...Object.values(node).flatMap(mappings)];
};

describe('the schema of a manifest', () => {
  it('describes every key, and the messages no other', () => {
    const keys = mappings(schema).flatMap((properties) => Object.entries(properties));
    expect(keys.length).to.be.above(40);
    expect(keys.filter(([, { description }]) => !description)).to.deep.equal([]);
    const described = [...readMessages('s2s.manifest').keys()].filter((key) => key.startsWith('key.'));
    expect(described).to.have.members([...new Set(keys.map(([key]) => `key.${key}`))]);
  });

  it('refuses unknown keys and lets variables stand where a value is restricted', () => {
    expect(schema.additionalProperties).to.equal(false);
    const { app, assignTo } = schema.properties.hubs.items.properties.links.items.properties;
    expect(app.anyOf.map(({ enum: choices, pattern }: any) => choices ?? pattern)).to.deep.equal([
      ['external-client-app', 'connected-app'],
      '\\$\\{\\w+\\}',
    ]);
    expect(assignTo.type).to.equal('array');
  });
});
