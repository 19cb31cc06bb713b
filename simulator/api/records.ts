import { createRecord, deleteRecord, findRecord, updateRecord } from '../data/records.ts';
import { query } from '../data/soql.ts';
import { findField, simulatedSObject } from '../data/sobjects.ts';
import { notFound, notSimulated, SalesforceError } from '../errors.ts';
import { json, noContent, readJson } from './http.ts';
import type { Answer } from './http.ts';
import type { Call } from './rest.ts';

/** `POST …/sobjects/X`. */
export const createSObject = (call: Call): Answer => {
  const row = createRecord(call, call.parts[0], readJson(call.request));
  const location = `/services/data/v${call.apiVersion}/sobjects/${call.parts[0]}/${row.Id}`;
  return json(201, { id: row.Id, success: true, errors: [] }, { location });
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
  updateRecord(call, ...pair(call), readJson(call.request));
  return noContent;
};

/** `DELETE …/sobjects/X/{id}`. */
export const deleteSObject = (call: Call): Answer => {
  deleteRecord(call, ...pair(call));
  return noContent;
};

/**
 * `…/sobjects/X/{field}/{value}` (REST API Developer Guide, "sObject Rows by External ID"): no field here is an external
 * id; looking up by the others that Salesforce takes for one is not simulated.
 */
export const byExternalId = (call: Call): Answer => {
  const sobject = simulatedSObject(call.api, call.parts[0]);
  if (sobject === undefined) throw notFound();
  if (findField(sobject, call.parts[1]) !== undefined)
    throw notSimulated(`looking up ${sobject.name} by ${call.parts[1]}`);
  throw new SalesforceError(
    404,
    'NOT_FOUND',
    `Provided external ID field does not exist or is not accessible: ${call.parts[1]}`
  );
};

/** `GET …/tooling/sobjects/Certificate/{id}/CertificateChain`: the certificate as PEM (seen live: minlopro-dx); none before an authority has signed it. */
export const certificateChain = (call: Call): Answer => {
  const { row } = findRecord(call, 'Certificate', call.parts[0]);
  const certificate = call.org.certificates.get(String(row.DeveloperName));
  if (!certificate?.expires) throw notFound();
  return { status: 200, headers: { 'content-type': 'application/octetstream' }, body: certificate.pem };
};
