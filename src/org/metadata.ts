import type { Connection } from '@salesforce/core';
import type { Component, ComponentType } from '../metadata/component.ts';
import { normalise } from '../metadata/normalise.ts';
import { inOrder } from '../metadata/xml.ts';
import { asked } from './asked.ts';
import { chunks } from './chunks.ts';
import { noteDone } from './done.ts';

/** Most components that one CRUD call takes, and most queries that one listMetadata takes. Source: Metadata API Developer Guide. */
const perRead = 10;
const perList = 3;

type Call<T> = Promise<T | T[] | undefined>;
const list = async <T>(call: Call<T>): Promise<T[]> => {
  const answer = await call;
  return answer === undefined || answer === null ? [] : Array.isArray(answer) ? answer : [answer];
};

/** What an org tells of a component without its content. Source: Metadata API Developer Guide, FileProperties. */
export type Listed = {
  type: string;
  fullName: string;
  id: string;
  createdByName: string;
  /** ISO date; 1970 where the org does not know it. */
  createdDate: string;
};

/** Who made a component, and when (ISO date). */
export type Created = { by: string; date: string };

/** Who made a component, and when. Some orgs do not know it of some components: no name, or a date in 1970. */
export const createdOf = (listed: Listed | undefined): Created | undefined => {
  const time = Date.parse(listed?.createdDate ?? '');
  return listed?.createdByName && time > 0
    ? { by: listed.createdByName, date: new Date(time).toISOString() }
    : undefined;
};

/** An org refuses the whole question where it does not know one of the types: each is asked for alone then. */
const listSome = async (conn: Connection, types: ComponentType[]): Promise<Listed[]> => {
  try {
    return await list<Listed>(
      asked(() =>
        conn.metadata.list(
          types.map((type) => ({ type })),
          conn.getApiVersion()
        )
      )
    );
  } catch (error) {
    if (!/INVALID_TYPE/.test((error as Error).name)) throw error;
    if (types.length === 1) return [];
    return (await Promise.all(types.map((type) => listSome(conn, [type])))).flat();
  }
};

const listAll = async (conn: Connection, types: readonly ComponentType[]): Promise<Listed[]> =>
  (await Promise.all(chunks([...types], perList).map((some) => listSome(conn, some)))).flat();

/**
 * All components of some types, with what the org tells of each.
 * @returns per type, in the order of the org; a type that the org does not know is empty
 */
export const listProperties = async <T extends ComponentType>(
  conn: Connection,
  types: readonly T[]
): Promise<Record<T, Listed[]>> => {
  const found = await listAll(conn, types);
  return Object.fromEntries(
    types.map((type) => [type, found.filter((item) => item.type === type)])
  ) as Record<T, Listed[]>;
};

/** Names of the same. */
export const listComponents = async <T extends ComponentType>(
  conn: Connection,
  types: readonly T[]
): Promise<Record<T, string[]>> => namesIn(await listProperties(conn, types));

/** Names of listed components, per type. */
export const namesIn = <T extends ComponentType>(listed: Record<T, Listed[]>): Record<T, string[]> =>
  Object.fromEntries(
    Object.entries<Listed[]>(listed).map(([type, items]) => [type, items.map(({ fullName }) => fullName)])
  ) as Record<T, string[]>;

/**
 * Ids of all components of a type by full name: those of the records, where the components have some.
 * Source: Metadata API Developer Guide, FileProperties.
 */
export const listIds = async (conn: Connection, type: ComponentType): Promise<Map<string, string>> =>
  new Map((await listAll(conn, [type])).map(({ fullName, id }) => [fullName, id]));

/** Reads components by name; those that are not there are missing from the answer. */
export const readComponents = async (
  conn: Connection,
  type: ComponentType,
  names: string[]
): Promise<Component[]> => {
  const calls = chunks([...new Set(names)], perRead).map((some) =>
    list(
      asked(() => conn.metadata.read(type as 'Certificate', some) as unknown as Call<Record<string, unknown>>)
    )
  );
  return (await Promise.all(calls)).flat().flatMap((raw) => normalise(type, raw) ?? []);
};

export type SaveError = { statusCode: string; message: string };

/** The errors of an org as one text. */
export const problemOf = (errors: SaveError[]): string =>
  errors.map(({ statusCode, message }) => `${statusCode}: ${message}`).join('; ');

type Saved = { fullName: string; success: boolean; errors?: SaveError | SaveError[] };
type SaveCall = (type: string, component: object) => Call<Saved>;

/** Why an org did not do what it was told. @throws SyntaxError where it does not say that it did, nor why it did not */
const errorsOf = (result: Saved | undefined): SaveError[] => {
  const errors = [result?.errors ?? []].flat();
  if (!result?.success && errors.length === 0)
    throw new SyntaxError('The answer does not tell what became of the component.');
  return result?.success ? [] : errors;
};

const save = async (
  conn: Connection,
  way: 'create' | 'update',
  { type, fullName, body }: Component
): Promise<SaveError[]> => {
  const component = { fullName, ...inOrder(body) };
  const call = conn.metadata[way].bind(conn.metadata) as unknown as SaveCall;
  const [result] = await list(call(type, component));
  const errors = errorsOf(result);
  if (errors.length === 0) noteDone(conn.instanceUrl, '+', [`${type} ${fullName}`]);
  return errors;
};

/** Creates one component by CRUD. @returns the org's errors; none when it was created */
export const createComponent = (conn: Connection, component: Component): Promise<SaveError[]> =>
  save(conn, 'create', component);

/** Changes one component that is there, by CRUD. What is left out goes back to its default. @returns as createComponent */
export const updateComponent = (conn: Connection, component: Component): Promise<SaveError[]> =>
  save(conn, 'update', component);

/**
 * Deletes components of one type by CRUD.
 * Source: Metadata API Developer Guide, deleteMetadata().
 * @returns what the org refused, by component; one that is gone all the same, by a call whose answer got lost, is not
 */
export const deleteComponents = async (
  conn: Connection,
  type: ComponentType,
  names: string[]
): Promise<{ name: string; problem: string }[]> => {
  const refused = [];
  for (const some of chunks(names, perRead)) {
    const results = await list(conn.metadata.delete(type as 'Certificate', some) as unknown as Call<Saved>);
    // Nothing told is nothing done.
    if (results.length !== some.length)
      throw new SyntaxError('The answer does not tell what became of each component.');
    const gone = results.filter(({ success }) => success).map(({ fullName }) => `${type} ${fullName}`);
    noteDone(conn.instanceUrl, '-', gone);
    for (const result of results) {
      const errors = errorsOf(result);
      if (errors.length > 0) refused.push({ name: result.fullName, problem: problemOf(errors) });
    }
  }
  const there =
    refused.length === 0
      ? []
      : await readComponents(
          conn,
          type,
          refused.map(({ name }) => name)
        );
  return refused.filter(({ name }) => there.some(({ fullName }) => fullName === name));
};
