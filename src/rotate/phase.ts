import { daysLeft } from '../metadata/certificate.ts';
import { readRetiring, readRotated } from '../metadata/marker.ts';
import { isRefreshing } from '../metadata/signing.ts';
import { isOwnCertificate, isSameName } from '../names.ts';
import { type App, settingsOf, trusts } from '../observe/app.ts';
import { type HubCertificate, type HubState, isUsable } from '../observe/hub.ts';
import type { Credential } from '../observe/credential.ts';
import { soon } from '../verify/certificate.ts';

/**
 * How far the rotation of a link has come, as the orgs tell it. `begin`: it signs with the old certificate. `switch`: an
 * app that trusts the new one is there. `refresh`: the hub names that app, and may still hold a token of the old one.
 * `retire`: the old app is of no use any more. `done`: nothing is left to do.
 */
export type Phase = 'begin' | 'switch' | 'refresh' | 'retire' | 'done';

/** `S2S_20261124_10` comes after `S2S_20261124_9`. */
const { compare: compareNames } = new Intl.Collator('en', { numeric: true });

const startOf = ({ x509 }: HubCertificate): number => Date.parse(x509.validFrom);

/** Whether a change of the credential has been begun and not finished. */
export const isUnfinished = ({ component }: Credential): boolean =>
  isRefreshing(component) || readRetiring(component.body.description) !== undefined;

/** For how long a link whose rotation has ended is not rotated again, in milliseconds: a run that was cut off may be run again. */
const settling = 10 * 60 * 1000;

const wasJustRotated = ({ component }: Credential, now: Date): boolean => {
  const date = readRotated(component.body.description);
  return date !== undefined && now.getTime() - Date.parse(date) < settling;
};

/**
 * Pure: the certificate to which links are to move. A newer one than a link signs with is what an earlier rotation made:
 * the link is to follow, unless that ends soon, too.
 * @returns a certificate that is there, `new` for one to be made, or undefined when only what was begun is to be finished
 */
export const chooseTarget = (
  hub: HubState,
  credentials: Credential[],
  now: Date
): HubCertificate | 'new' | undefined => {
  const settled = credentials.filter(
    (credential) => !isUnfinished(credential) && !wasJustRotated(credential, now)
  );
  const newest = hub.certificates
    .filter((certificate) => isOwnCertificate(certificate.name) && isUsable(certificate, hub.org.id, now))
    .sort((a, b) => startOf(b) - startOf(a) || compareNames(b.name, a.name))[0] as HubCertificate | undefined;
  const isBehind = ({ certificate }: Credential): boolean => {
    const current = hub.certificates.find(({ name }) => name === certificate);
    return newest !== undefined && newest !== current && (!current || startOf(current) <= startOf(newest));
  };
  if (newest && daysLeft(newest.x509, now) >= soon && settled.some(isBehind)) return newest;
  return settled.length < credentials.length ? undefined : 'new';
};

const keyOf = (app: App): string | undefined => settingsOf(app).consumerKey;

/**
 * Pure: the app that a link has left, where it is still there. Whatever the marker says, that is never the one that the hub
 * uses: of two rotations at once, one may go on from what it read before the other.
 * @param apps of the hub on the spoke
 */
export const leftApp = ({ component, claims }: Credential, apps: App[]): App | undefined => {
  const retiring = readRetiring(component.body.description);
  return retiring && apps.find((app) => isSameName(app.names.app, retiring.app) && keyOf(app) !== claims.iss);
};

/**
 * Pure: how far a link has come on its way to a certificate.
 * @param apps of the hub on the spoke
 * @param target undefined where only what was begun is to be finished
 * @returns the phase, and the app that it is about: the next one to `switch` to, the old one to `retire`
 */
export const phaseOf = (
  hub: HubState,
  credential: Credential,
  apps: App[],
  target: HubCertificate | 'new' | undefined
): { phase: Phase; app?: App } => {
  if (isRefreshing(credential.component)) return { phase: 'refresh' };
  if (readRetiring(credential.component.body.description))
    return { phase: 'retire', app: leftApp(credential, apps) };
  if (target === undefined) return { phase: 'done' };
  if (target === 'new') return { phase: 'begin' };
  if (credential.certificate === target.name) return { phase: 'done' };
  const used = hub.credentials.map(({ claims }) => claims.iss);
  const next = apps.find(
    (app) => trusts(app, target.x509.fingerprint256) && !used.includes(keyOf(app) ?? '')
  );
  return next ? { phase: 'switch', app: next } : { phase: 'begin' };
};

/** The longest session that Salesforce lets an org set, in milliseconds. Source: Salesforce Help, "Modify Session Security Settings". */
const longestSession = 24 * 60 * 60 * 1000;

/** How long a session that an app began may last unused, in milliseconds: what its policy says, or the longest there is. */
const sessionTimeOf = (app: App): number => {
  const minutes = settingsOf(app).sessionMinutes;
  return minutes === undefined ? longestSession : minutes * 60_000;
};

/**
 * When the old app of a link may be deleted, in milliseconds since 1970.
 * @param now from when its time counts if the link has not left it yet
 */
export const dueAt = ({ component }: Credential, app: App, now: number): number => {
  const retiring = readRetiring(component.body.description);
  return (retiring ? Date.parse(retiring.since) : now) + sessionTimeOf(app);
};
