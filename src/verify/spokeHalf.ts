import { commandFor } from '../command.ts';
import { certificateName, lastDay, readCertificate } from '../metadata/certificate.ts';
import { marker } from '../metadata/marker.ts';
import { type Command, say } from '../text/messages.ts';
import { nameOfOrg } from '../names.ts';
import { settingsOf } from '../observe/app.ts';
import { noGroups } from '../observe/calloutGroups.ts';
import type { HubState } from '../observe/hub.ts';
import type { SpokeState } from '../observe/spoke.ts';
import { checkApp } from './app.ts';
import { checkCertificate } from './certificate.ts';
import type { Check } from '../result.ts';
import { found } from './check.ts';
import { checkPreAuthorisation } from './preAuthorisation.ts';
import { type LinkView, valuesOf } from './view.ts';

/** The hub of a link, as far as it is known where nobody is logged in to it; what is not known of it is empty. */
export type FarHub = { id: string; url: string; name: string };

/** A hub of which nothing is seen. */
const unseen = ({ id, url, name }: FarHub): HubState => ({
  org: {
    id,
    url,
    name,
    isSandbox: false,
    isProduction: false,
    apiVersion: 0,
    user: { id: '', username: '', email: '' },
    missingRights: [],
  },
  certificateNames: [],
  pendingCertificates: [],
  certificates: [],
  credentials: [],
  externalCredentials: [],
  namedCredentials: [],
});

/**
 * Pure: a link as its spoke alone shows it. What the hub says of it is taken to be what the spoke would have it say.
 * @param remedy the command that puts the spoke's half right
 */
export const viewFromSpoke = (
  spoke: SpokeState,
  hub: FarHub,
  { spokeName, remedy, expiresWithin }: { spokeName: string; remedy: Command; expiresWithin?: number }
): LinkView => {
  const settings = spoke.app && settingsOf(spoke.app);
  const x509 = settings?.certificate === undefined ? undefined : readCertificate(settings.certificate);
  const name = x509 ? certificateName(x509) : '';
  const state = unseen(hub);
  const claims = { iss: settings?.consumerKey ?? '', sub: spoke.serviceUser?.username ?? '' };
  return {
    hub: { ...state, certificateNames: [name] },
    link: { ...noGroups, assigned: [], ended: [], users: new Map() },
    credential: {
      name: nameOfOrg(spoke.org.url),
      component: {
        type: 'ExternalCredential',
        fullName: nameOfOrg(spoke.org.url),
        body: { description: marker(hub.id, spoke.org.id) },
      },
      certificate: x509 && name,
      claims,
      repeatedClaims: [],
      principals: [],
      perUserPrincipals: [],
      namedCredentials: [],
    },
    certificate: x509 && { name, pem: x509.toString(), x509 },
    spoke,
    calloutUsers: [],
    expiresWithin,
    hubName: hub.url || hub.id,
    spokeName,
    remedy,
  };
};

/** The same rung, if it stands, with what the spoke alone can tell. */
const alone = (check: Check, message: string): Check =>
  check.status === 'passed' ? { ...check, message } : check;

/** Rung 1, where a certificate that ends can only be replaced by the hub's admin. */
const checkSeenCertificate = (view: LinkView, now: Date): Check => {
  if (!view.certificate) return found('certificate', 'skipped', 'noHubLogin', valuesOf(view));
  const check = checkCertificate(view, now);
  if (!['expired', 'endsWithin', 'endsSoon'].some((finding) => check.findings.includes(finding)))
    return check;
  const asking = { hub: 'ALIAS_OF_HUB', 'spoke-url': view.spoke?.org.url, rotate: true };
  const request = commandFor('request', { ...asking, 'output-file': 'request.s2s.json' });
  return { ...check, actions: [say('s2s', 'renew.far', { request })] };
};

/** Rung 3, where the hub's admin alone sees as whom the hub calls: that is who holds the permission set, if it is one. */
const checkHolder = (view: LinkView): Check => {
  const { app, serviceUser, holders } = view.spoke ?? {};
  if (!app || serviceUser) return checkPreAuthorisation(view);
  const values = valuesOf(view);
  return holders?.length === 0
    ? found('pre-authorisation', 'failed', 'noHolder', values)
    : found('pre-authorisation', 'skipped', 'severalHolders', values);
};

/** Pure: the rungs that the spoke alone can show; the others are left to the hub's admin. */
export const checkSpokeHalf = (view: LinkView, now: Date): Check[] => {
  const values = valuesOf(view);
  const dated = { ...values, end: view.certificate && lastDay(view.certificate.x509) };
  return [
    alone(checkSeenCertificate(view, now), say('checks', 'certificate.passedAlone', dated)),
    alone(checkApp(view), say('checks', 'app.passedAlone', values)),
    checkHolder(view),
    found('credential', 'skipped', 'noHubLogin', values),
    found('access', 'skipped', 'noHubLogin', values),
    found('token', 'skipped', 'noHubLogin', values),
    found('callout', 'skipped', 'noHubLogin', values),
  ];
};
