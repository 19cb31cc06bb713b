import type { Component, Node, Org } from '../org.ts';
import { rows } from '../tables.ts';
import { without } from './content.ts';
import { checkName } from './values.ts';
import { CallProblem, MetadataProblem, noSuch } from './problem.ts';
import { field, isOfComponent, permissionSetRow } from './records.ts';
import { rules } from './rules.ts';
import { elementsOf, isMetadataType } from './schema.ts';
import type { Context, TypeRules } from './typeRules.ts';
import { missingOauthPolicies } from './types/extlClntAppOauthPolicies.ts';
import { checkRequired } from './validate.ts';

/** A component with its record. */
export type Found = Required<Component>;

/** What became of a component that was saved. */
export type Saved = { id: string; created: boolean; changed: boolean; warnings: string[] };

/** `<type>:<name>`, as components and the request log name a component. */
export const keyOf = (component: { type: string; fullName: string }): string =>
  `${component.type}:${component.fullName}`;

/** Whether the org has a type: external client apps can be switched off. */
export const isAvailable = (org: Org, type: string): boolean =>
  org.settings.externalClientApps || !/^Ext(ernalClientApp|lClntApp)/.test(type);

/**
 * The behaviour of a type that a call names.
 * @throws CallProblem for a type that does not exist, that the org does not have, or that is not simulated
 */
export const rulesOf = (org: Org, type: string): TypeRules => {
  if (!isMetadataType(type)) throw new CallProblem('INVALID_TYPE', `Unknown type:${type}`);
  if (!isAvailable(org, type)) {
    throw new CallProblem('INVALID_TYPE', 'This type of metadata is not available for this organization');
  }
  const found = rules[type];
  if (!found) throw new CallProblem('UNKNOWN_EXCEPTION', `not simulated: metadata type ${type}`);
  return found;
};

/** Names of the components of a type, in the order in which they came. */
export const componentNames = (org: Org, type: string): string[] =>
  type === 'PermissionSet'
    ? rows(org, type)
        .filter(isOfComponent)
        .map((row) => field(row, 'Name'))
    : [...org.components.values()].filter((one) => one.type === type).map((one) => one.fullName);

/** The name that a component has, for a name in any case: API names do not tell upper from lower case. */
const nameHeld = (org: Org, type: string, name: string): string =>
  componentNames(org, type).find((held) => held.toLowerCase() === name.toLowerCase()) ?? name;

/**
 * A component of the org. Permission sets are records first: one that was inserted over REST is a component too, one
 * that was deleted there is none any more.
 */
export const findComponent = (org: Org, type: string, name: string): Found | undefined => {
  const fullName = nameHeld(org, type, name);
  const held = org.components.get(keyOf({ type, fullName }));
  const row = type === 'PermissionSet' ? permissionSetRow(org, fullName) : undefined;
  if (type === 'PermissionSet' ? !row : !held) return undefined;
  return {
    type,
    fullName,
    body: held?.body ?? {},
    id: row?.Id ?? held?.id ?? '',
    createdAt: held?.createdAt ?? Date.parse(String(row?.CreatedDate)),
    changedAt: held?.changedAt ?? Date.parse(String(row?.LastModifiedDate)),
  };
};

/** Content in schema order, all the way down; what the schema does not know is left out. */
const inOrder = (type: string, content: Node): Node =>
  Object.fromEntries(
    (elementsOf(type) ?? []).flatMap(({ name, type: inner }) => {
      const value = content[name];
      const ordered = (one: string | Node): string | Node =>
        typeof one === 'string' ? one : inOrder(inner, one);
      if (value === undefined) return [];
      return [[name, Array.isArray(value) ? value.map(ordered) : ordered(value)]];
    })
  );

/** A component's content as the org tells it, elements in schema order. */
export const readContent = (org: Org, component: Found): Node =>
  inOrder(component.type, rules[component.type]?.read(org, component) ?? {});

/**
 * Saves one component, new or not, with its effect on records. Everything is checked before anything is changed.
 * @throws MetadataProblem for what the org refuses
 * @throws CallProblem as rulesOf does
 */
export const saveComponent = (
  org: Org,
  component: { type: string; fullName: string; body: Node },
  context: Context
): Saved => {
  const { type } = component;
  const fullName = nameHeld(org, type, component.fullName);
  const sent = without(component.body, 'fullName');
  const behaviour = rulesOf(org, type);
  checkName(type, fullName);
  checkRequired(type, sent);
  const held = findComponent(org, type, fullName);
  const { body, warnings = [] } = behaviour.check(org, fullName, sent, context);
  const before = held && JSON.stringify(readContent(org, held));
  const now = org.settings.now();
  const id = behaviour.save(org, fullName, body, context);
  const saved = {
    type,
    fullName,
    body,
    id,
    createdAt: held?.createdAt ?? now,
    changedAt: held?.changedAt ?? now,
  };
  org.components.set(keyOf(saved), saved);
  const changed = before !== JSON.stringify(readContent(org, saved));
  if (changed) saved.changedAt = now;
  return { id, created: held === undefined, changed, warnings };
};

/** Makes the components that Salesforce makes by itself; gives their keys. */
export const completeComponents = (org: Org, context: Context): string[] =>
  missingOauthPolicies(org).map((component) => {
    saveComponent(org, component, context);
    return keyOf(component);
  });

/**
 * Deletes one component; gives the keys of all that went with it, its own first.
 * @throws MetadataProblem if it does not exist or something needs it
 */
export const removeComponent = (
  org: Org,
  type: string,
  fullName: string
): { id: string; removed: string[] } => {
  const behaviour = rulesOf(org, type);
  const held = findComponent(org, type, fullName);
  if (!held) throw noSuch('fullName', type, fullName);
  const before = [...org.components.keys()].filter((key) => key !== keyOf(held));
  behaviour.remove(org, held.fullName);
  org.components.delete(keyOf(held));
  return { id: held.id, removed: [keyOf(held), ...before.filter((key) => !org.components.has(key))] };
};

/** The problem of a component, whatever was thrown for it. @throws what is no problem of the component */
export const problemOf = (error: unknown): MetadataProblem => {
  if (error instanceof MetadataProblem) return error;
  if (error instanceof CallProblem) return new MetadataProblem(error.statusCode, error.message);
  throw error;
};
