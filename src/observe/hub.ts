import type { X509Certificate } from 'node:crypto';
import type { Connection } from '@salesforce/core';
import {
  certificateOrg,
  contentOf,
  daysLeft,
  isSigningRequest,
  readCertificate,
} from '../metadata/certificate.ts';
import type { Component } from '../metadata/component.ts';
import { isSameId } from '../metadata/marker.ts';
import { isOwnCertificate, isPackaged, isSameName, withoutNamespace } from '../names.ts';
import { type OrgFacts, readOrg } from '../org/identity.ts';
import { createdOf, listProperties, namesIn, readComponents } from '../org/metadata.ts';
import { type Credential, inOwnWords, readCredential } from './credential.ts';
import { accessQueries, type HubAccess, readAccess } from './hubAccess.ts';

export type HubCertificate = { name: string; pem: string; x509: X509Certificate };

/** The leaf certificate alone, as PEM: an app takes no more than 4 KB. */
export const leafOf = ({ x509 }: Pick<HubCertificate, 'x509'>): string => x509.toString().trim();

/** What a hub holds, for all its links. */
export type HubState = {
  org: OrgFacts;
  certificateNames: string[];
  certificates: HubCertificate[];
  /** Names of those, among the ones that were looked at, whose request no authority has signed yet. */
  pendingCertificates: string[];
  /** Without those of packages. */
  credentials: Credential[];
  /** All external credentials, those of other kinds too: their names are taken. */
  externalCredentials: Component[];
  namedCredentials: Component[];
  /** Undefined when the hub does not tell. */
  access?: HubAccess;
  /** Names of all permission sets; undefined when the hub does not tell. */
  permissionSets?: string[];
};

/** SOQL for the names of permission sets, profiles' own ones left out. */
const permissionSets = 'SELECT Name FROM PermissionSet WHERE IsOwnedByProfile = false';

const asCertificate = (component: Component): HubCertificate[] => {
  const pem = contentOf(component);
  const x509 = readCertificate(pem);
  return x509 ? [{ name: component.fullName, pem, x509 }] : [];
};

/** Reads one certificate anew, e.g. right after the hub made it. */
export const readHubCertificate = async (
  conn: Connection,
  name: string
): Promise<HubCertificate | undefined> =>
  (await readComponents(conn, 'Certificate', [name])).flatMap(asCertificate)[0];

/**
 * Looks at a hub; changes nothing.
 * @param askedFor names of certificates that are looked at besides those that links use
 */
export const observeHub = async (
  conn: Connection,
  alias?: string,
  askedFor: (string | undefined)[] = []
): Promise<HubState> => {
  const [{ org, answers }, listed] = await Promise.all([
    readOrg(conn, alias, { ...accessQueries, permissionSets }),
    listProperties(conn, ['Certificate', 'ExternalCredential', 'NamedCredential']),
  ]);
  const names = namesIn(listed);
  const likely = names.Certificate.filter(
    (name) => isOwnCertificate(name) || askedFor.some((asked) => isSameName(name, asked))
  );
  const [toldExternal, toldNamed, certificates] = await Promise.all([
    readComponents(conn, 'ExternalCredential', names.ExternalCredential),
    readComponents(conn, 'NamedCredential', names.NamedCredential),
    readComponents(conn, 'Certificate', likely),
  ]);
  const [external, named] = [toldExternal, toldNamed].map((told) => told.map(inOwnWords(org.namespace)));
  const own = external.filter(({ fullName }) => !isPackaged(fullName));
  const credentials = own.flatMap((component) => {
    const credential = readCredential(component, named);
    const listing = listed.ExternalCredential.find(({ fullName }) =>
      isSameName(withoutNamespace(fullName, org.namespace), component.fullName)
    );
    return credential ? [{ ...credential, created: createdOf(listing) }] : [];
  });
  const used = credentials.flatMap(({ certificate }) => certificate ?? []);
  const others = names.Certificate.filter((name) => used.includes(name) && !likely.includes(name));
  const told = [
    ...certificates,
    ...(others.length > 0 ? await readComponents(conn, 'Certificate', others) : []),
  ];
  const access = readAccess(answers);
  // Nothing is what somebody sees, too, who may not look.
  const mayLook = !org.missingRights.includes('ViewSetup');
  const isHidden = !mayLook && access?.carriers.length === 0;
  const { rows: sets, error } = answers.permissionSets;
  return {
    org,
    certificateNames: names.Certificate,
    certificates: told.flatMap(asCertificate),
    pendingCertificates: told.flatMap((one) => (isSigningRequest(contentOf(one)) ? [one.fullName] : [])),
    credentials,
    externalCredentials: external,
    namedCredentials: named,
    access: isHidden ? undefined : access,
    permissionSets: mayLook && !error ? sets.map(({ Name }) => String(Name)) : undefined,
  };
};

/**
 * Which org made a certificate: the hub itself, another (a sandbox refresh copied it), or nobody tells. Salesforce writes
 * the org's own 15-character id into the subject of each certificate that it makes.
 */
export const makerOf = ({ x509 }: HubCertificate, hubId: string): 'hub' | 'other' | 'unknown' => {
  const maker = certificateOrg(x509);
  if (maker === undefined || !/^00D\w{12}/.test(maker)) return 'unknown';
  return isSameId(maker, hubId) ? 'hub' : 'other';
};

/** Whether the hub may sign with a certificate: unexpired, and not one that a sandbox refresh copied from another org. */
export const isUsable = (certificate: HubCertificate, hubId: string, now: Date): boolean =>
  daysLeft(certificate.x509, now) >= 0 && makerOf(certificate, hubId) !== 'other';
