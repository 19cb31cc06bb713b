import { createRecord, deleteRecord, findRecord, updateRecord } from '../data/records.ts';
import { columns, query } from '../data/soql.ts';
import type { Path } from '../data/paths.ts';
import { apexTypes, findParent, findSObject } from '../data/sobjects.ts';
import type { SObject } from '../data/sobjects.ts';
import { notFound, SalesforceError } from '../errors.ts';
import { json, noContent, readJson } from './http.ts';
import type { Answer } from './http.ts';
import { keyPrefixes } from '../tables.ts';
import type { Call } from './rest.ts';

type Column = Record<string, unknown> & { columnName: string; joinColumns: Column[] };

/** Columns as `columns=true` tells them (REST API Developer Guide, "Query", columnMetadata). */
const columnMetadata = (sobject: SObject, paths: Path[]): Column[] => {
  const names = [...new Set(paths.map(({ relationships, field }) => relationships[0] ?? field))];
  return names.map((name) => {
    const below = paths.filter(({ relationships }) => relationships[0] === name);
    const parent = below.length === 0 ? undefined : findParent(sobject, name);
    const type = sobject.fields.get(name) ?? 'string';
    return {
      aggregate: false,
      apexType: parent ? parent.target.name : apexTypes[type],
      booleanType: type === 'boolean',
      columnName: name,
      custom: false,
      displayName: name,
      foreignKeyName: parent ? parent.target.name : null,
      insertable: sobject.createable.includes(name),
      joinColumns: parent
        ? columnMetadata(
            parent.target,
            below.map((path) => ({ ...path, relationships: path.relationships.slice(1) }))
          )
        : [],
      numberType: type === 'int',
      textType: type === 'string' && parent === undefined,
      updatable: sobject.updateable.includes(name),
    };
  });
};

/** `GET …/query?q=` and `…/tooling/query?q=`, with `columns=true` for the columns alone. */
export const runQuery = (call: Call): Answer => {
  const soql = call.request.query.get('q');
  if (soql === null) throw new SalesforceError(400, 'MALFORMED_QUERY', "unexpected token: '<EOF>'");
  if (call.request.query.get('columns') !== 'true') return json(200, query(call, soql));
  const { sobject, paths } = columns(call, soql);
  return json(200, {
    columnMetadata: columnMetadata(sobject, paths),
    entityName: sobject.name,
    groupBy: false,
    idSelected: paths.some((path) => path.relationships.length === 0 && path.field === 'Id'),
    keyPrefix: keyPrefixes[sobject.name],
  });
};

/** `POST …/sobjects/X`. */
export const createSObject = (call: Call): Answer => {
  const row = createRecord(call, call.parts[0], readJson(call.request.body));
  return json(201, { id: row.Id, success: true, errors: [] });
};

/** `GET …/sobjects/X/{id}`, all fields or those of `fields=`. */
export const getSObject = (call: Call): Answer => {
  const { sobject, row } = findRecord(call, ...pair(call));
  const wanted = call.request.query.get('fields')?.split(',') ?? [...sobject.fields.keys()];
  const [record] = query(
    call,
    `SELECT ${wanted.join(',')} FROM ${sobject.name} WHERE Id = '${row.Id}'`
  ).records;
  if (record === undefined) throw notFound();
  return json(200, record);
};

const pair = (call: Call): [string, string] => [call.parts[0], call.parts[1]];

/** `PATCH …/sobjects/X/{id}`. */
export const patchSObject = (call: Call): Answer => {
  updateRecord(call, ...pair(call), readJson(call.request.body));
  return noContent;
};

/** `DELETE …/sobjects/X/{id}`. */
export const deleteSObject = (call: Call): Answer => {
  deleteRecord(call, ...pair(call));
  return noContent;
};

/** `GET …/sobjects/X/describe`: what the simulator knows of an sObject. An org without source tracking has no SourceMember. */
export const describeSObject = (call: Call): Answer => {
  const sobject = findSObject(call.api, call.parts[0]);
  if (sobject === undefined) throw notFound();
  return json(200, {
    name: sobject.name,
    label: sobject.name,
    keyPrefix: keyPrefixes[sobject.name] ?? null,
    queryable: true,
    createable: sobject.createable.length > 0,
    updateable: sobject.updateable.length > 0,
    deletable: sobject.deletable,
    fields: [...sobject.fields].map(([name, type]) => ({
      name,
      label: name,
      type,
      createable: sobject.createable.includes(name),
      updateable: sobject.updateable.includes(name),
      nillable: !sobject.required.includes(name) && type !== 'boolean',
      referenceTo: [sobject.parents[name.replace(/Id$/, '')] ?? []].flat(),
      relationshipName: sobject.parents[name.replace(/Id$/, '')] ? name.replace(/Id$/, '') : null,
    })),
  });
};

/** `GET …/tooling/sobjects/Certificate/{id}/CertificateChain`: the certificate as PEM (seen live: minlopro-dx). */
export const certificateChain = (call: Call): Answer => {
  const { row } = findRecord(call, 'Certificate', call.parts[0]);
  const certificate = call.org.certificates.get(String(row.DeveloperName));
  if (certificate === undefined) throw notFound();
  return { status: 200, headers: { 'content-type': 'application/octetstream' }, body: certificate.pem };
};
