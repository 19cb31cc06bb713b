import { allSObjects, simulatedSObject } from '../data/sobjects.ts';
import type { FieldType, SObject } from '../data/sobjects.ts';
import { notFound } from '../errors.ts';
import { json } from './http.ts';
import type { Answer } from './http.ts';
import { keyPrefixes } from '../tables.ts';
import type { Call } from './rest.ts';

const soapTypes: Record<FieldType, string> = {
  id: 'tns:ID',
  string: 'xsd:string',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  datetime: 'xsd:dateTime',
  reference: 'tns:ID',
};

const urlOf = ({ apiVersion, api }: Call): string =>
  `/services/data/v${apiVersion}${api === 'tooling' ? '/tooling' : ''}/sobjects`;

/** What the list of sObjects and a description both say. */
const summaryOf = (call: Call, sobject: SObject): Record<string, unknown> => {
  const url = `${urlOf(call)}/${sobject.name}`;
  return {
    name: sobject.name,
    label: sobject.name,
    labelPlural: sobject.name,
    keyPrefix: keyPrefixes[sobject.name] ?? null,
    custom: false,
    customSetting: false,
    deprecatedAndHidden: false,
    queryable: true,
    retrieveable: true,
    createable: sobject.createable.length > 0,
    updateable: sobject.updateable.length > 0,
    deletable: sobject.deletable,
    urls: { sobject: url, describe: `${url}/describe`, rowTemplate: `${url}/{ID}` },
  };
};

const fieldOf = (sobject: SObject, name: string, type: FieldType): Record<string, unknown> => {
  const relationship = name.replace(/Id$/, '');
  const target = type === 'reference' ? sobject.parents[relationship] : undefined;
  return {
    name,
    label: name,
    type,
    soapType: soapTypes[type],
    custom: false,
    createable: sobject.createable.includes(name),
    updateable: sobject.updateable.includes(name),
    nillable: !sobject.required.includes(name) && type !== 'boolean' && type !== 'id',
    filterable: true,
    groupable: type !== 'datetime',
    sortable: true,
    idLookup: type === 'id',
    externalId: false,
    referenceTo: [target ?? []].flat(),
    relationshipName: target === undefined ? null : relationship,
  };
};

const wanted = (call: Call): SObject => {
  const sobject = simulatedSObject(call.api, call.parts[0]);
  if (sobject === undefined) throw notFound();
  return sobject;
};

/** `GET …/sobjects`: what the simulator has (REST API Developer Guide, "Describe Global"). */
export const describeGlobal = (call: Call): Answer =>
  json(200, {
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: allSObjects(call.api).map((sobject) => summaryOf(call, sobject)),
  });

/** `GET …/sobjects/X` (REST API Developer Guide, "sObject Basic Information"); nothing counts as recently viewed. */
export const basicInformation = (call: Call): Answer =>
  json(200, { objectDescribe: summaryOf(call, wanted(call)), recentItems: [] });

/** `GET …/sobjects/X/describe`: what the simulator knows of an sObject. An org without source tracking has no SourceMember. */
export const describeSObject = (call: Call): Answer => {
  const sobject = wanted(call);
  return json(200, {
    ...summaryOf(call, sobject),
    childRelationships: Object.entries(sobject.children).map(([relationshipName, child]) => ({
      relationshipName,
      childSObject: child.sobject,
      field: child.field,
    })),
    recordTypeInfos: [],
    fields: [...sobject.fields].map(([name, type]) => fieldOf(sobject, name, type)),
  });
};
