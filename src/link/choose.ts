import { certificateOrg, daysLeft } from '../metadata/certificate.ts';
import type { Later } from '../metadata/component.ts';
import type { CredentialAccess } from '../metadata/hub.ts';
import { isSameId, ownerOf, readMarker } from '../metadata/marker.ts';
import type { OrgFacts } from '../org/identity.ts';
import type { HubLink } from './hubLink.ts';
import type { Credential, HubCertificate, HubState } from './hubState.ts';
import { myDomain, nameOfOrg, nextCertificateName, originOf } from './names.ts';
import type { LinkRequest } from './request.ts';
import type { SpokeState } from './spokeState.ts';

/** Whether a credential sends its assertions or its callouts to a spoke. */
export const pointsTo = ({ tokenUrl, namedCredentials }: Credential, spokeUrl: string): boolean =>
  originOf(tokenUrl) === spokeUrl || namedCredentials.some(({ url }) => originOf(url) === spokeUrl);

/**
 * The credential of a hub that links to a spoke: under the asked name, by its marker, or by where it points.
 * @param spokeUrl origin of the spoke's My Domain
 */
export const findCredential = (
  hub: HubState,
  spoke: { id: string; url: string },
  name?: string
): Credential | undefined => {
  if (name !== undefined) return hub.credentials.find((credential) => credential.name === name);
  const marked = (credential: Credential): boolean => {
    const found = readMarker(credential.component.body.description);
    return found !== undefined && isSameId(found.hubId, hub.org.id) && isSameId(found.spokeId, spoke.id);
  };
  const ours = hub.credentials.filter(
    ({ component }) => ownerOf(component.body.description, hub.org.id) !== 'foreign'
  );
  return hub.credentials.find(marked) ?? ours.find((credential) => pointsTo(credential, spoke.url));
};

/** Audiences that a token endpoint takes, the usual one first. Source: Salesforce Help, remoteaccess_oauth_jwt_flow. */
export const audiences = ({ isSandbox, url }: Pick<OrgFacts, 'isSandbox' | 'url'>): string[] => [
  isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com',
  myDomain(url) ?? url,
];

/** The audience of a claim, which is JSON: `"https://login.salesforce.com"`, quotes included. */
export const readAudience = (claim: string | undefined): string | undefined => {
  try {
    const value: unknown = JSON.parse(claim ?? '');
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Whether the hub may sign with a certificate: unexpired, and not one that a sandbox refresh copied from another org.
 * Salesforce writes the org's own 15-character id into the subject of each certificate that it makes.
 */
export const isUsable = ({ x509 }: HubCertificate, hubId: string, now: Date): boolean => {
  const maker = certificateOrg(x509);
  return (
    daysLeft(x509, now) >= 0 && (maker === undefined || !/^00D\w{12}/.test(maker) || isSameId(maker, hubId))
  );
};

/** The certificate that a link signs with: one that is there, or the name of one to be made. */
export type CertificateChoice = { name: string; existing?: HubCertificate };

export const chooseCertificate = (
  hub: HubState,
  credential: Credential | undefined,
  asked: string | undefined,
  now: Date
): CertificateChoice => {
  const named = (name: string | undefined): HubCertificate | undefined =>
    hub.certificates.find((certificate) => certificate.name === name);
  if (asked !== undefined) return { name: asked, existing: named(asked) };
  const usable = (certificate: HubCertificate | undefined): boolean =>
    certificate !== undefined && isUsable(certificate, hub.org.id, now);
  const newest = hub.certificates
    .filter((certificate) => certificate.name.startsWith('S2S_') && usable(certificate))
    .sort(
      (a, b) => Date.parse(b.x509.validFrom) - Date.parse(a.x509.validFrom) || (a.name < b.name ? 1 : -1)
    )[0];
  const current = named(credential?.certificate);
  const existing = usable(current) ? current : newest;
  return existing
    ? { name: existing.name, existing }
    : { name: nextCertificateName(now, hub.certificateNames) };
};

/** Everything about a link that is decided before its components are compared with what the orgs hold. */
export type Choice = {
  name: string;
  principal: string;
  certificate: CertificateChoice;
  consumerKey: string | Later;
  serviceUser: string;
  audience: string;
  credentialAccess: CredentialAccess;
};

/** The rights on User External Credentials that a permission set already gives. */
export const accessOf = ({ permissionSet }: HubLink): CredentialAccess | undefined => {
  const rights = (permissionSet?.body.objectPermissions ?? []) as Record<string, unknown>[];
  const own = rights.find(({ object }) => object === 'UserExternalCredential');
  if (!own) return undefined;
  return String(own.modifyAllRecords) === 'true' ? 'modify-all' : 'read';
};

export const consumerKeyOf = ({ app }: SpokeState): string | undefined =>
  app?.globalOauthSettings?.body.consumerKey as string | undefined;

/** Name of the link to a spoke: the asked one, that of the link which is there (of one made by hand, if it is to be adopted), or the spoke's own. */
export const chooseName = (
  hub: HubState,
  spoke: { id: string; url: string },
  { name, adopt }: Pick<LinkRequest, 'name' | 'adopt'>
): string => {
  const handMade = adopt ? hub.credentials.find((credential) => pointsTo(credential, spoke.url)) : undefined;
  return name ?? findCredential(hub, spoke)?.name ?? handMade?.name ?? nameOfOrg(spoke.url);
};

/** Pure: decides what a request leaves open. What the link already has wins over a default. */
export const choose = (
  hub: HubState,
  link: HubLink,
  spoke: SpokeState,
  request: LinkRequest,
  serviceUser: string,
  now: Date
): Choice => {
  const url = myDomain(spoke.org.url) ?? spoke.org.url;
  const name = chooseName(hub, { id: spoke.org.id, url }, request);
  const credential = hub.credentials.find((other) => other.name === name);
  const current = readAudience(credential?.claims.aud);
  const known = consumerKeyOf(spoke) ?? request.consumerKey;
  // A copied or adopted credential, or one of before a refresh of the spoke, names the key of another app.
  const marked = readMarker(credential?.component.body.description);
  const isOwn =
    marked !== undefined && isSameId(marked.hubId, hub.org.id) && isSameId(marked.spokeId, spoke.org.id);
  return {
    name,
    principal: credential?.principals[0] ?? 'NamedPrincipal',
    certificate: chooseCertificate(hub, credential, request.certificate, now),
    consumerKey:
      known ??
      (spoke.app && isOwn && credential?.claims.iss ? credential.claims.iss : { later: 'consumerKey' }),
    serviceUser,
    audience:
      request.audience ??
      (current && audiences({ isSandbox: spoke.org.isSandbox, url }).includes(current)
        ? current
        : audiences({ isSandbox: spoke.org.isSandbox, url })[0]),
    credentialAccess: request.credentialAccess ?? accessOf(link) ?? 'modify-all',
  };
};
