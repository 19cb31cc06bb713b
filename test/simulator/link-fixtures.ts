import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { CreateOrgOptions } from '../../simulator/create.ts';
import type { Row } from '../../simulator/org.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { addCertificate, deployFiles, hubFiles, spokeFiles } from './metadata-fixtures.ts';
import { assign, start } from './server-fixtures.ts';

/** A spoke with an app for the key pair, and a service user who is pre-authorised. */
export type Spoke = SimulatedOrg & { consumerKey: string; service: Row };

/** Brings an app for a certificate into an org and pre-authorises a user. */
export const addApp = async (spoke: SimulatedOrg, pem: string): Promise<Spoke> => {
  const { success, details } = await deployFiles(spoke.org, spokeFiles(pem));
  if (!success) throw new Error(String(details.componentFailures[0]?.problem));
  const service = spoke.addUser({ username: 'service@spoke.example', profile: 'System Administrator' });
  assign(spoke.org, service.Id, 'Hub_Access');
  const global = spoke.org.components.get('ExtlClntAppGlobalOauthSettings:Hub_glbloauth');
  return { ...spoke, service, consumerKey: String(global?.body.consumerKey) };
};

/** The hub's side of a link, deployed; nobody may use it yet but who gets Use_Spoke. */
export const addCredential = async (
  hub: SimulatedOrg,
  spoke: Spoke,
  change = (text: string) => text
): Promise<void> => {
  const filled = Object.entries(hubFiles()).map(([path, text]) => [
    path,
    change(
      text
        .replaceAll('https://spoke.example', spoke.url)
        .replaceAll('3MVG9key', spoke.consumerKey)
        .replaceAll('service@spoke.example', String(spoke.service.Username))
    ),
  ]);
  const { success, details } = await deployFiles(
    hub.org,
    Object.fromEntries(filled) as Record<string, string>
  );
  if (!success) throw new Error(String(details.componentFailures[0]?.problem));
};

/** A Developer Edition hub and a sandbox spoke that are linked, with the hub's administrator as callout user. */
export const startLinked = async (
  options: { hub?: CreateOrgOptions; spoke?: CreateOrgOptions } = {}
): Promise<{ hub: SimulatedOrg; spoke: Spoke }> => {
  const hub = await start({ kind: 'developer', alias: 'hub', ...options.hub });
  const pem = await addCertificate(hub.org);
  const spoke = await addApp(await start({ kind: 'sandbox', alias: 'spoke', ...options.spoke }), pem);
  await addCredential(hub, spoke);
  assign(hub.org, hub.org.adminId, 'Use_Spoke');
  return { hub, spoke };
};

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A compact JWS; claims that are undefined are left out. */
export const assertion = (key: KeyObject, claims: Record<string, unknown>, alg = 'RS256'): string => {
  const signed = `${encode({ alg, typ: 'JWT' })}.${encode(claims)}`;
  const digest = alg === 'RS512' ? 'RSA-SHA512' : 'RSA-SHA256';
  return `${signed}.${sign(digest, Buffer.from(signed), key).toString('base64url')}`;
};

/** A key that no certificate of a test has. */
export const strangeKey = (): KeyObject =>
  createPrivateKey(
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  );

export const newJti = (): string => randomUUID();
