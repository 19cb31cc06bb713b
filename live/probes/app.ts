import { randomBytes } from 'node:crypto';
import { contentOf, readCertificate } from '../../src/metadata/certificate.ts';
import { type Component, textOf } from '../../src/metadata/component.ts';
import {
  externalClientAppParts,
  newAppNames,
  type SpokeSpec,
  spokePermissionSet,
} from '../../src/metadata/spoke.ts';
import type { ExternalClientAppNames } from '../../src/metadata/spoke.ts';
import { deploy } from '../../src/org/deploy.ts';
import { deleteComponents, readComponents } from '../../src/org/metadata.ts';
import { queries, soqlText, told } from '../../src/org/query.ts';
import { names, probeDescription } from '../names.ts';
import { deadline, linkCredential, type Live, outcomeText, type Probe } from '../probe.ts';

const appNames = newAppNames(names.probe);

/** PEM of the certificate that the link signs with. */
export const linkCertificate = async (live: Live): Promise<string> => {
  const { certificate } = await linkCredential(live);
  const [component] = await readComponents(live.hub.conn, 'Certificate', [certificate]);
  return contentOf(component);
};

/** What a probe's app is to be, of either kind. */
export const appSpec = async (live: Live): Promise<Omit<SpokeSpec<ExternalClientAppNames>, 'names'>> => ({
  label: names.probe,
  permissionSetLabel: 'Live probe of sf s2s',
  marker: probeDescription,
  contactEmail: live.spoke.facts.user.email,
  callbackUrl: 'https://localhost/callback',
  certificate: await linkCertificate(live),
  apiVersion: live.spoke.facts.apiVersion,
});

const withKey = (components: Component[], consumerKey: string): Component[] =>
  components.map((component) =>
    component.type === 'ExtlClntAppGlobalOauthSettings'
      ? { ...component, body: { ...component.body, consumerKey } }
      : component
  );

/** In which form a certificate was told. */
const formOf = (text: string): string => {
  if (text === '') return 'none is told';
  if (text.includes('BEGIN CERTIFICATE')) return 'PEM';
  if (!readCertificate(text)) return 'neither PEM, nor base64 of PEM or DER';
  return Buffer.from(text, 'base64').toString('latin1').includes('BEGIN CERTIFICATE')
    ? 'base64 of PEM'
    : 'base64 of DER';
};

/** Whether the permission set of the policy lets its holders use the app, before anything else was done for it. */
const grants = async ({ spoke }: Live): Promise<string> => {
  const { rows } = await queries(spoke.conn, {
    rows: `SELECT Id FROM SetupEntityAccess WHERE Parent.Name = ${soqlText(appNames.permissionSet)}`,
  });
  return told(rows).length > 0 ? 'yes' : 'no row right after the deploy';
};

const lookAtApp = async (live: Live): Promise<string[]> => {
  const { conn } = live.spoke;
  const spec = { ...(await appSpec(live)), names: appNames };
  const parts = [spokePermissionSet(spec), ...externalClientAppParts(spec)];
  const key = randomBytes(32).toString('hex');
  try {
    const first = await deploy(conn, withKey(parts, key), { checkOnly: false, ...deadline() });
    if (first.status !== 'succeeded') {
      const second = await deploy(conn, parts, { checkOnly: false, ...deadline() });
      if (second.status !== 'succeeded') throw new Error(outcomeText(second));
    }
    const type = 'ExtlClntAppGlobalOauthSettings';
    const [settings] = await readComponents(conn, type, [appNames.globalOauthSettings]);
    const told = textOf(settings?.body.consumerKey);
    return [
      first.status === 'succeeded'
        ? `accepted; the app has ${told === key ? 'the key that was sent' : 'another key'}`
        : outcomeText(first),
      told === '' ? 'no' : 'yes',
      formOf(textOf(settings?.body.certificate)),
      await grants(live),
      'yes',
    ];
  } finally {
    await deleteComponents(conn, 'ExternalClientApplication', [appNames.app]);
    await deleteComponents(conn, 'PermissionSet', [appNames.permissionSet]);
  }
};

const made = 'an external client app is deployed, read and deleted';

const newApp: Probe = {
  doubts: [
    { question: 'Does an external client app take a consumer key that is sent with it?', how: made },
    { question: 'Is its consumer key told to who made it?', how: made },
    { question: 'In which form is the certificate of an app told?', how: made },
    {
      question: 'Does `commaSeparatedPermissionSet` alone create the row in `SetupEntityAccess`?',
      how: made,
    },
    { question: 'Can all parts of the spoke go in one deploy?', how: made },
  ],
  look: lookAtApp,
};

export const appProbes = [newApp];
