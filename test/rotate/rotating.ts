import type { Connection } from '@salesforce/core';
import { withRetiring } from '../../src/metadata/marker.ts';
import { refreshing } from '../../src/metadata/signing.ts';
import type { Credential } from '../../src/observe/credential.ts';
import type { HubCertificate } from '../../src/observe/hub.ts';
import type { ExternalClientApp } from '../../src/observe/app.ts';
import type { Rotating } from '../../src/rotate/context.ts';
import type { Way } from '../../src/rotate/steps.ts';
import { makeCertificate } from '../certificates.ts';
import { linkedOrgs, viewOf } from '../linked.ts';
import { now } from '../states.ts';

/** The certificate to which links move in these tests, newer than the one that they sign with. */
export const newer = makeCertificate('S2S_20261124', { from: -1 });

export const since = '2026-11-24T10:00:00.000Z';

/** A linked pair as rotation sees it. */
export const rotating = (more: Partial<Rotating> = {}): Rotating => {
  const orgs = linkedOrgs();
  const { hub, spoke } = orgs;
  return {
    ...viewOf({ ...orgs, hub: { ...hub, certificates: [...hub.certificates, newer] } }),
    spoke,
    spokeName: 'myspoke',
    siblings: { apps: [spoke.app!], taken: [spoke.app!.names.app] },
    conn: undefined as unknown as Connection,
    ...more,
  };
};

/** The app that an earlier run made: it trusts a certificate and has a key of its own. */
export const nextOf = (
  { spoke }: Rotating,
  { pem }: HubCertificate,
  consumerKey = '3MVG9.next'
): ExternalClientApp => {
  const old = spoke.app as ExternalClientApp;
  const settings = old.globalOauthSettings!;
  return {
    ...old,
    names: { ...old.names, app: `${old.names.app}_2` },
    component: { ...old.component, fullName: `${old.names.app}_2` },
    globalOauthSettings: { ...settings, body: { ...settings.body, certificate: pem, consumerKey } },
  };
};

const withDescription = (credential: Credential, change: (text: unknown) => string): Credential => {
  const { component } = credential;
  const description = change(component.body.description);
  return { ...credential, component: { ...component, body: { ...component.body, description } } };
};

/** A credential that uses the next app, and whose rotation waits for the end of another's sessions. */
export const retiring = (credential: Credential, app: string): Credential => ({
  ...withDescription(credential, (text) => withRetiring(text, { since, app })),
  claims: { ...credential.claims, iss: '3MVG9.next' },
});

/** A credential whose last rotation ended on some day. */
export const rotated = (credential: Credential, date: string): Credential =>
  withDescription(credential, (text) => `${String(text)}\nRotated ${date}`);

/** A credential whose change is not finished. */
export const unfinished = (credential: Credential): Credential => ({
  ...credential,
  component: refreshing(credential.component),
});

export const wayTo = (target: Way['target'], more: Partial<Way> = {}): Way => ({
  target,
  name: target === 'new' ? 'S2S_20261124_2' : (target?.name ?? ''),
  retireNow: false,
  now,
  ...more,
});
