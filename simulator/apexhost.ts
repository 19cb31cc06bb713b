import { sign } from 'node:crypto';
import type { Org } from './org.ts';
import { ApexException } from './apex/host.ts';
import type { ApexHost } from './apex/host.ts';
import { callout } from './callout/callout.ts';
import { createRecord, deleteRecord, updateRecord } from './data/records.ts';
import { apexTypes, findSObject } from './data/sobjects.ts';
import { query } from './data/soql.ts';
import { SalesforceError } from './errors.ts';
import { snapshot } from './metadata/snapshot.ts';

/** Digests of Crypto.signWithCertificate (Apex Reference Guide, Crypto Class). */
const digests: Record<string, string> = {
  'RSA-SHA256': 'sha256',
  'RSA-SHA384': 'sha384',
  'RSA-SHA512': 'sha512',
};

const verbs = { insert: 'Insert', update: 'Update', upsert: 'Upsert', delete: 'Delete' };

/**
 * What anonymous Apex finds in an org, run by a user. Apex Developer Guide: SOQL and DML meet the same rules as over REST;
 * their exceptions are System.QueryException and System.DmlException.
 */
export const apexHost = (org: Org, userId: string): ApexHost => {
  const user = org.tables.get('User')?.get(userId);
  const apiVersion = org.apiVersions[org.apiVersions.length - 1];
  let before: (() => void) | undefined;
  return {
    orgId: org.id,
    orgName: org.name,
    myDomainUrl: org.url,
    apiVersion,
    user: {
      id: userId,
      username: String(user?.Username),
      name: String(user?.Name),
      email: String(user?.Email),
      profileId: String(user?.ProfileId),
    },
    now: org.settings.now,
    sign: (algorithm, data, certificateName) => {
      const certificate = org.certificates.get(certificateName);
      if (certificate === undefined)
        throw new ApexException('System.NoDataFoundException', 'Data Not Available');
      const digest = digests[algorithm.toUpperCase()];
      if (digest === undefined) throw new Error(`not simulated: signing with ${algorithm}`);
      return sign(digest, data, certificate.privateKey);
    },
    callout: (request) => callout(org, userId, request),
    query: (soql) => {
      try {
        return query({ org, userId, api: 'data', apiVersion }, soql).records;
      } catch (error) {
        if (error instanceof SalesforceError) throw new ApexException('System.QueryException', error.message);
        throw error;
      }
    },
    dml: (operation, sobject, rows) => {
      const undo = snapshot(org);
      before ??= undo;
      const context = { org, userId, api: 'data' } as const;
      rows.forEach((row, index) => {
        const { Id: id, ...fields } = row;
        try {
          if (operation === 'insert' || (operation === 'upsert' && (id ?? null) === null)) {
            row.Id = createRecord(context, sobject, fields).Id;
          } else if (operation === 'delete') deleteRecord(context, sobject, String(id));
          else updateRecord(context, sobject, String(id), fields);
        } catch (error) {
          undo();
          if (!(error instanceof SalesforceError)) throw error;
          const where = id === undefined ? '' : ` with id ${String(id)}`;
          throw new ApexException(
            'System.DmlException',
            `${verbs[operation]} failed. First exception on row ${index}${where}; first error: ${error.errorCode}, ${error.message}: [${(error.fields ?? []).join(', ')}]`
          );
        }
      });
    },
    rollback: () => before?.(),
    describe: (name) => {
      const sobject = findSObject('data', name);
      return (
        sobject && {
          name: sobject.name,
          fields: Object.fromEntries([...sobject.fields].map(([field, type]) => [field, apexTypes[type]])),
          parents: sobject.parents,
        }
      );
    },
  };
};
