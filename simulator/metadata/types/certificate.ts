import type { Node, Org } from '../../org.ts';
import { dateTime, deleteRows } from '../../tables.ts';
import { flag, nodes, text, without } from '../content.ts';
import { checkLength } from '../values.ts';
import { MetadataProblem, noSuch } from '../problem.ts';
import { developerRow, putRow } from '../records.ts';
import type { TypeRules } from '../typeRules.ts';

/** Components that name a certificate. */
const usersOf = (org: Org, name: string): string[] =>
  [...org.components.values()]
    .filter(({ type, body }) =>
      type === 'ExternalCredential'
        ? nodes(body, 'externalCredentialParameters').some((row) => text(row, 'certificate') === name)
        : type === 'NamedCredential' &&
          (['certificate', 'jwtSigningCertificate'].some((field) => text(body, field) === name) ||
            nodes(body, 'namedCredentialParameters').some((row) => text(row, 'certificate') === name))
    )
    .map(({ type, fullName }) => `${type} - ${fullName}`);

/**
 * Certificate (Metadata API Developer Guide; retrieved files). The private key never leaves the org, and saving an
 * existing certificate again renews it with a new key: the guide speaks of renewal, so the stricter reading holds. The one
 * exception is the chain that an authority signed, for a request that waits for it.
 */
export const certificate: TypeRules = {
  check: (_org, fullName, received, { minted }) => {
    // A request, and what an authority signs, end when the certificate says so.
    const isSigned = flag(received, 'caSigned');
    const sent = without(received, 'content', ...(isSigned ? ['expirationDate'] : []));
    checkLength('Master Label', text(sent, 'masterLabel'), 64);
    const made = minted.get(fullName);
    const body: Node = {
      ...sent,
      encryptedWithPlatformEncryption: String(flag(sent, 'encryptedWithPlatformEncryption')),
      privateKeyExportable: String(flag(sent, 'privateKeyExportable', true)),
    };
    if (made) {
      if (made.expires) body.expirationDate = made.expires.toISOString();
      body.keySize = text(sent, 'keySize') ?? String(made.privateKey.asymmetricKeyDetails?.modulusLength);
    }
    return { body };
  },
  save: (org, fullName, body, { minted }) => {
    const made = minted.get(fullName);
    if (made) org.certificates.set(fullName, made);
    const row = putRow(org, 'Certificate', (one) => one.DeveloperName === fullName, {
      DeveloperName: fullName,
      MasterLabel: text(body, 'masterLabel'),
      Language: 'en_US',
      NamespacePrefix: null,
      ExpirationDate: made?.expires ? dateTime(made.expires.getTime()) : null,
      KeySize: Number(text(body, 'keySize')),
      OptionsIsCaSigned: flag(body, 'caSigned'),
      OptionsIsPrivateKeyExportable: flag(body, 'privateKeyExportable'),
      OptionsIsUnusable: made !== undefined && !made.expires,
    });
    const chain = `/services/data/v${org.apiVersions.at(-1)}/tooling/sobjects/Certificate/${row.Id}/CertificateChain`;
    return putRow(org, 'Certificate', (one) => one.Id === row.Id, { CertificateChain: chain }).Id;
  },
  remove: (org, fullName) => {
    const users = usersOf(org, fullName);
    if (users.length > 0) {
      throw new MetadataProblem(
        'DEPENDENCY_EXISTS',
        `This certificate is referenced elsewhere in salesforce.com.  Remove the usage and try again. : ${users.join(', ')}.`
      );
    }
    org.certificates.delete(fullName);
    deleteRows(org, 'Certificate', (row) => row.DeveloperName === fullName);
  },
  read: (org, { fullName, body }) => {
    // "After creating a CA-signed certificate, the .crt file contains a CSR" (the guide).
    const pem = org.certificates.get(fullName)?.pem;
    return pem === undefined ? body : { ...body, content: Buffer.from(pem).toString('base64') };
  },
};

/**
 * @throws MetadataProblem if one of the rows names a certificate that does not exist, or one that no authority has signed
 * yet: whether Salesforce takes that, and its text, no source tells
 */
export const checkCertificateNames = (org: Org, rows: Node[], field = 'certificate'): void => {
  for (const row of rows) {
    const name = text(row, field);
    if (name !== undefined && !developerRow(org, 'Certificate', name))
      throw noSuch(field, 'Certificate', name);
    const held = name === undefined ? undefined : org.certificates.get(name);
    if (held && !held.expires) {
      throw new MetadataProblem(
        'FIELD_INTEGRITY_EXCEPTION',
        `In field: ${field} - Certificate ${name} is not signed yet`,
        [field]
      );
    }
  }
};
