import type { X509Certificate } from 'node:crypto';
import type { Connection } from '@salesforce/core';
import { certificateOrg, daysLeft, readCertificate } from '../metadata/certificate.ts';
import { type Body, type Component, textOf } from '../metadata/component.ts';
import { isSameId } from '../metadata/marker.ts';
import { isPackaged, isSameName, withoutNamespace } from '../names.ts';
import { type OrgFacts, readOrg } from '../org/identity.ts';
import { type Created, createdOf, listProperties, namesIn, readComponents } from '../org/metadata.ts';
import { accessQueries, type HubAccess, readAccess } from './hubAccess.ts';

export type HubCertificate = { name: string; pem: string; x509: X509Certificate };

/** An external credential for the JWT bearer flow, as the hub holds it, with the named credentials that use it. */
export type Credential = {
  name: string;
  component: Component;
  /** Undefined where the hub does not tell. */
  created?: Created;
  tokenUrl?: string;
  certificate?: string;
  /** Value of each JWT body claim, as it stands: the audience with its quotes. */
  claims: Record<string, string>;
  /** Names of claims of which there are several; `claims` holds the last of each. */
  repeatedClaims: string[];
  /** Signature algorithm that the JWT header names; Salesforce's token endpoint takes RS256 only. */
  algorithm?: string;
  principals: string[];
  /** Principals under which each user calls with a token of their own. */
  perUserPrincipals: string[];
  namedCredentials: {
    name: string;
    component: Component;
    url?: string;
    enabled: boolean;
    authorizes: boolean;
  }[];
};

/** What a hub holds, for all its links. */
export type HubState = {
  org: OrgFacts;
  certificateNames: string[];
  certificates: HubCertificate[];
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

const isBody = (content: unknown): content is Body => typeof content === 'object' && content !== null;
const parameters = ({ body }: Component, element: string): Body[] =>
  [body[element] ?? []].flat().filter(isBody);
const textIn = (row: Body | undefined, element: string): string | undefined =>
  textOf(row?.[element]) || undefined;
const valueOf = (
  rows: Body[],
  type: string,
  name: 'parameterValue' | 'certificate' | 'externalCredential'
): string | undefined =>
  textIn(
    rows.find((row) => row.parameterType === type),
    name
  );

/** A component as an org without a namespace would tell it: some APIs put an org's own namespace before every name. */
const inOwnWords =
  (namespace: string | undefined) =>
  (component: Component): Component => {
    if (namespace === undefined) return component;
    const bare = (row: Body): Body => {
      const used = textIn(row, 'externalCredential');
      return used === undefined ? row : { ...row, externalCredential: withoutNamespace(used, namespace) };
    };
    const rows = parameters(component, 'namedCredentialParameters');
    return {
      ...component,
      fullName: withoutNamespace(component.fullName, namespace),
      body: { ...component.body, ...(rows.length > 0 && { namedCredentialParameters: rows.map(bare) }) },
    };
  };

/**
 * What an external credential says, and who uses it; undefined when it is of another kind.
 * @param named credentials of the hub
 */
export const readCredential = (component: Component, named: Component[]): Credential | undefined => {
  const rows = parameters(component, 'externalCredentialParameters');
  if (valueOf(rows, 'AuthProtocolVariant', 'parameterValue') !== 'JwtBearer') return undefined;
  const ofType = (type: string): Body[] => rows.filter((row) => row.parameterType === type);
  const claims = ofType('JwtBodyClaim').map((row) => textOf(row.parameterName));
  const namesOf = (type: string): string[] => ofType(type).map((row) => textOf(row.parameterName));
  const users = named.filter((other) =>
    isSameName(
      valueOf(parameters(other, 'namedCredentialParameters'), 'Authentication', 'externalCredential'),
      component.fullName
    )
  );
  return {
    name: component.fullName,
    component,
    tokenUrl: valueOf(rows, 'AuthProviderUrl', 'parameterValue'),
    certificate: valueOf(rows, 'SigningCertificate', 'certificate'),
    claims: Object.fromEntries(
      ofType('JwtBodyClaim').map((row) => [textOf(row.parameterName), textOf(row.parameterValue)])
    ),
    repeatedClaims: [...new Set(claims.filter((claim, i) => claims.indexOf(claim) !== i))],
    algorithm: textIn(
      ofType('JwtHeaderClaim').find(({ parameterName }) => parameterName === 'alg'),
      'parameterValue'
    ),
    principals: namesOf('NamedPrincipal'),
    perUserPrincipals: namesOf('PerUserPrincipal'),
    namedCredentials: users.map((other) => ({
      name: other.fullName,
      component: other,
      url: valueOf(parameters(other, 'namedCredentialParameters'), 'Url', 'parameterValue'),
      enabled: other.body.calloutStatus !== 'Disabled',
      authorizes: textOf(other.body.generateAuthorizationHeader) !== 'false',
    })),
  };
};

/** SOQL for the names of permission sets, profiles' own ones left out. */
const permissionSets = 'SELECT Name FROM PermissionSet WHERE IsOwnedByProfile = false';

const readCertificates = async (conn: Connection, names: string[]): Promise<HubCertificate[]> =>
  (await readComponents(conn, 'Certificate', names)).flatMap(({ fullName, body }) => {
    // CRUD gives the PEM text in base64.
    const pem = Buffer.from(textOf(body.content), 'base64').toString();
    const x509 = readCertificate(pem);
    return x509 ? [{ name: fullName, pem, x509 }] : [];
  });

/** Reads one certificate anew, e.g. right after the hub made it. */
export const readHubCertificate = async (
  conn: Connection,
  name: string
): Promise<HubCertificate | undefined> => (await readCertificates(conn, [name]))[0];

/**
 * Looks at a hub; changes nothing.
 * @param askedFor name of a certificate that is looked at besides those that links use
 */
export const observeHub = async (conn: Connection, alias?: string, askedFor?: string): Promise<HubState> => {
  const [{ org, answers }, listed] = await Promise.all([
    readOrg(conn, alias, { ...accessQueries, permissionSets }),
    listProperties(conn, ['Certificate', 'ExternalCredential', 'NamedCredential']),
  ]);
  const names = namesIn(listed);
  const likely = names.Certificate.filter((name) => name.startsWith('S2S_') || isSameName(name, askedFor));
  const [toldExternal, toldNamed, certificates] = await Promise.all([
    readComponents(conn, 'ExternalCredential', names.ExternalCredential),
    readComponents(conn, 'NamedCredential', names.NamedCredential),
    readCertificates(conn, likely),
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
  const access = readAccess(answers);
  // Nothing is what somebody sees, too, who may not look.
  const mayLook = !org.missingRights.includes('ViewSetup');
  const isHidden = !mayLook && access?.carriers.length === 0;
  const { rows: sets, error } = answers.permissionSets;
  return {
    org,
    certificateNames: names.Certificate,
    certificates: [...certificates, ...(others.length > 0 ? await readCertificates(conn, others) : [])],
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
