import { audiences, isSite, readAudience } from '../metadata/audience.ts';
import type { Later } from '../metadata/component.ts';
import type { CredentialAccess } from '../metadata/hub.ts';
import { isMarkedFor, ownerOf } from '../metadata/marker.ts';
import { isOwnCertificate, isSameName, nameOfOrg, nextCertificateName } from '../names.ts';
import { credentialNamed, findCredential, pointsTo } from '../observe/find.ts';
import { copyFor, isCopied } from '../observe/copy.ts';
import type { Credential } from '../observe/credential.ts';
import { type HubCertificate, type HubState, isUsable, makerOf } from '../observe/hub.ts';
import { accessOf, type HubLink } from '../observe/hubLink.ts';
import { settingsOf } from '../observe/app.ts';
import { consumerKeyOf, type SpokeState } from '../observe/spoke.ts';
import type { Peer } from '../org/peer.ts';
import type { LinkRequest } from './request.ts';

/** The certificate that a link signs with: one that is there, or the name of one to be made. */
export type CertificateChoice = { name: string; existing?: HubCertificate };

/** Any but the asked one has to be usable; what a refresh copied must not sign, not even if nobody tells who made it. */
export const chooseCertificate = (
  hub: HubState,
  credential: Credential | undefined,
  asked: string | undefined,
  now: Date
): CertificateChoice => {
  const named = (name: string | undefined): HubCertificate | undefined =>
    hub.certificates.find((certificate) => isSameName(certificate.name, name));
  if (asked !== undefined) return { name: named(asked)?.name ?? asked, existing: named(asked) };
  const isCopy = credential !== undefined && isCopied(hub, credential);
  const usable = (certificate: HubCertificate | undefined): boolean =>
    certificate !== undefined &&
    isUsable(certificate, hub.org.id, now) &&
    (!isCopy || makerOf(certificate, hub.org.id) === 'hub');
  const newest = hub.certificates
    .filter((certificate) => isOwnCertificate(certificate.name) && usable(certificate))
    .sort(
      (a, b) => Date.parse(b.x509.validFrom) - Date.parse(a.x509.validFrom) || (a.name < b.name ? 1 : -1)
    )[0];
  const current = named(credential?.certificate);
  const existing = usable(current) ? current : newest;
  return existing
    ? { name: existing.name, existing }
    : { name: nextCertificateName(now, hub.certificateNames) };
};

/** A name for the named principal that no principal of another kind has. */
const freePrincipal = (credential: Credential | undefined): string =>
  ['NamedPrincipal', 'OneForAll'].find((name) => !credential?.perUserPrincipals.includes(name))!;

/** What is decided about the hub's half of a link before its components are compared with what the hub holds. */
export type HubChoice = {
  name: string;
  principal: string;
  certificate: CertificateChoice;
  credentialAccess: CredentialAccess;
  /** What a sandbox refresh copied and this link takes the place of. */
  copied?: Credential;
};

/** The same about the spoke's half: what the hub has to be told of it. */
export type SpokeChoice = {
  consumerKey: string | Later;
  serviceUser: string;
  audience: string;
  /** The app is somebody else's and only looked at. */
  isReadOnly: boolean;
};

export type Choice = HubChoice & SpokeChoice;

/**
 * Name of the link to a spoke: the asked one, that of the link which is there (of one made by hand, if it is to be
 * adopted, or of one that a sandbox refresh copied), or the spoke's own.
 */
export const chooseName = (
  hub: HubState,
  spoke: { id: string; url: string },
  { name, adopt }: Pick<LinkRequest, 'name' | 'adopt'>
): string => {
  const handMade = adopt ? hub.credentials.find((credential) => pointsTo(credential, spoke.url)) : undefined;
  const asked = name === undefined ? undefined : (findCredential(hub, spoke, name)?.name ?? name);
  const found = findCredential(hub, spoke) ?? handMade ?? copyFor(hub, spoke.url);
  return asked ?? found?.name ?? nameOfOrg(spoke.url);
};

/** Pure: decides what a request leaves open of the hub's half. What the link already has wins over a default. */
export const chooseOnHub = (
  hub: HubState,
  link: HubLink,
  spoke: Pick<Peer, 'id' | 'url'>,
  request: Pick<LinkRequest, 'name' | 'adopt' | 'certificate' | 'credentialAccess'>,
  now: Date
): HubChoice => {
  const name = chooseName(hub, spoke, request);
  const credential = credentialNamed(hub, name);
  return {
    name,
    principal: credential?.principals[0] ?? freePrincipal(credential),
    certificate: chooseCertificate(hub, credential, request.certificate, now),
    credentialAccess: request.credentialAccess ?? accessOf(link) ?? 'modify-all',
    copied: credential && isCopied(hub, credential) ? credential : undefined,
  };
};

/**
 * Pure: decides what a request leaves open of the spoke's half.
 * @param credential of the link on the hub, where there is one and it can be seen
 */
export const chooseOnSpoke = (
  hub: Pick<Peer, 'id'>,
  credential: Credential | undefined,
  spoke: SpokeState,
  request: Pick<LinkRequest, 'consumerKey' | 'audience' | 'adopt' | 'appName'>,
  serviceUser: string
): SpokeChoice => {
  const current = readAudience(credential?.claims.aud);
  const accepted = audiences(spoke.org);
  const told = consumerKeyOf(spoke);
  const known = told ?? request.consumerKey;
  // A copied or adopted credential, or one of before a refresh of the spoke, names the key of another app.
  const isOwn = isMarkedFor(credential?.component.body.description, hub.id, spoke.org.id);
  return {
    consumerKey:
      known ??
      (spoke.app && settingsOf(spoke.app).hasOauth && isOwn && credential?.claims.iss
        ? credential.claims.iss
        : { later: 'consumerKey' }),
    serviceUser: isSameName(spoke.serviceUser?.username, serviceUser)
      ? spoke.serviceUser!.username
      : serviceUser,
    audience:
      request.audience ??
      (current && (accepted.includes(current) || isSite(current)) ? current : accepted[0]),
    // One that only happens to have the name of a new app is in the way instead.
    isReadOnly:
      !request.adopt &&
      spoke.app !== undefined &&
      ownerOf(spoke.app.component.body.description, hub.id) === 'foreign' &&
      (request.appName !== undefined || (told !== undefined && told === credential?.claims.iss)),
  };
};

/** Pure: decides what a request leaves open, of both halves. */
export const choose = (
  hub: HubState,
  link: HubLink,
  spoke: SpokeState,
  request: LinkRequest,
  serviceUser: string,
  now: Date
): Choice => {
  const onHub = chooseOnHub(hub, link, spoke.org, request, now);
  const credential = credentialNamed(hub, onHub.name);
  return { ...onHub, ...chooseOnSpoke(hub.org, credential, spoke, request, serviceUser) };
};
