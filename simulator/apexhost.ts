import { sign } from 'node:crypto';
import type { Org } from './org.ts';
import { ApexException } from './apex/host.ts';
import type { ApexHost, ApexUser, DmlOperation, DmlOutcome, DmlProblem } from './apex/host.ts';
import { callout } from './callout/callout.ts';
import { isUnsimulated } from './data/catalog.ts';
import { createRecord, deleteRecord, updateRecord } from './data/records.ts';
import { apexTypes, findSObject } from './data/sobjects.ts';
import type { SObject } from './data/sobjects.ts';
import { query } from './data/soql.ts';
import { SalesforceError } from './errors.ts';
import { undoable } from './metadata/snapshot.ts';
import { openSession } from './oauth/sessions.ts';
import { keyPrefixes } from './tables.ts';

/** Digests of Crypto.signWithCertificate (Apex Reference Guide, Crypto Class). */
const digests: Record<string, string> = {
  'RSA-SHA256': 'sha256',
  'RSA-SHA384': 'sha384',
  'RSA-SHA512': 'sha512',
};

/** What is not simulated no script may catch. */
const passOn = (error: unknown): SalesforceError => {
  if (!(error instanceof SalesforceError)) throw error;
  if (error.message.startsWith('not simulated: ')) throw new Error(error.message);
  return error;
};

const running = (org: Org, userId: string): ApexUser => {
  const user = org.tables.get('User')?.get(userId);
  const value = (field: string): string => String(user?.[field] ?? '');
  return {
    id: userId,
    username: value('Username'),
    name: value('Name'),
    firstName: user?.FirstName === null ? null : value('FirstName'),
    lastName: value('LastName'),
    email: value('Email'),
    profileId: value('ProfileId'),
    userType: value('UserType'),
    locale: value('LocaleSidKey'),
    language: value('LanguageLocaleKey'),
    timeZone: value('TimeZoneSidKey') || 'GMT',
  };
};

/** REST says NOT_FOUND of a record that is gone; DML has a code of its own for it (SOAP API Developer Guide, StatusCode). */
const dmlProblem = (error: SalesforceError): DmlProblem => {
  const { errorCode: statusCode, message, fields = [] } = error;
  return statusCode === 'NOT_FOUND'
    ? { statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: [] }
    : { statusCode, message, fields };
};

const operationsOf = ({ createable, updateable, deletable }: SObject): DmlOperation[] => [
  ...(createable.length > 0 ? (['insert'] as const) : []),
  ...(updateable.length > 0 ? (['update'] as const) : []),
  ...(createable.length > 0 && updateable.length > 0 ? (['upsert'] as const) : []),
  ...(deletable ? (['delete'] as const) : []),
];

/**
 * What anonymous Apex finds in an org, run by a user. Apex Developer Guide: SOQL and DML meet the same rules as over REST;
 * their exceptions are System.QueryException and System.DmlException.
 */
export const apexHost = (org: Org, userId: string): ApexHost => {
  const apiVersion = org.apiVersions[org.apiVersions.length - 1];
  const context = { org, userId, api: 'data' } as const;
  const write = (operation: DmlOperation, sobject: string, row: Record<string, unknown>): boolean => {
    const { Id: id, ...fields } = row;
    if (operation === 'insert' || (operation === 'upsert' && (id ?? null) === null)) {
      row.Id = createRecord(context, sobject, fields).Id;
      return true;
    }
    if (operation === 'delete') deleteRecord(context, sobject, String(id));
    else updateRecord(context, sobject, String(id), fields);
    return false;
  };
  return {
    orgId: org.id,
    orgName: org.name,
    myDomainUrl: org.url,
    apiVersion,
    user: running(org, userId),
    sessionId: () => openSession(org, userId, { id: 'Apex' }).token,
    now: org.settings.now,
    sign: (algorithm, data, certificateName) => {
      const certificate = org.certificates.get(certificateName);
      if (!certificate?.expires || certificate.keyless === true)
        throw new ApexException('System.NoDataFoundException', 'Data Not Available');
      const digest = digests[algorithm.toUpperCase()];
      if (digest === undefined) throw new Error(`not simulated: signing with ${algorithm}`);
      return sign(digest, data, certificate.privateKey);
    },
    callout: (request) => callout(org, userId, request),
    query: (soql) => {
      try {
        return query({ ...context, apiVersion }, soql).records;
      } catch (error) {
        throw new ApexException('System.QueryException', passOn(error).message);
      }
    },
    dml: (operation, sobject, rows) => {
      const all = undoable(org, () =>
        rows.map((row): DmlOutcome => {
          try {
            return { created: write(operation, sobject, row) };
          } catch (error) {
            return { created: false, problem: dmlProblem(passOn(error)) };
          }
        })
      );
      return { outcomes: all.result, undo: all.undo };
    },
    sobjectOf: (keyPrefix) => Object.keys(keyPrefixes).find((name) => keyPrefixes[name] === keyPrefix),
    isUnsimulated,
    describe: (name) => {
      const sobject = findSObject('data', name);
      return (
        sobject && {
          name: sobject.name,
          operations: operationsOf(sobject),
          fields: Object.fromEntries([...sobject.fields].map(([field, type]) => [field, apexTypes[type]])),
          parents: sobject.parents,
          unsimulated: sobject.unsimulated,
        }
      );
    },
  };
};
