import type { KeyObject } from 'node:crypto';
import { expect } from 'chai';
import type { CreateOrgOptions } from '../../simulator/create.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { addCertificate } from './metadata-fixtures.ts';
import { addApp, assertion } from './link-fixtures.ts';
import type { Spoke } from './link-fixtures.ts';
import { ask, start } from './server-fixtures.ts';
import type { Answer } from './server-fixtures.ts';

export const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

type Claims = Record<string, unknown>;

/** A hub that asks a spoke, a sandbox unless told otherwise, for tokens; the spoke's clock stands still. */
export type Caller = {
  hub: SimulatedOrg;
  spoke: Spoke;
  /** The spoke's clock. */
  at: { now: number };
  hubKey: () => KeyObject;
  claims: (changes?: Claims) => Claims;
  post: (body: Record<string, string>) => Promise<Answer>;
  exchange: (changes?: Claims, key?: KeyObject, alg?: string) => Promise<Answer>;
};

export const startCaller = async (options: CreateOrgOptions = {}): Promise<Caller> => {
  const at = { now: Date.parse('2026-11-24T12:00:00Z') };
  const hub = await start({ kind: 'developer' });
  const settings = { now: () => at.now, ...options.settings };
  const spoke = await addApp(
    await start({ kind: 'sandbox', ...options, settings }),
    await addCertificate(hub.org)
  );
  const hubKey = (): KeyObject => hub.org.certificates.get('Hub_Key')!.privateKey;
  const claims = (changes: Claims = {}): Claims => ({
    iss: spoke.consumerKey,
    sub: 'service@spoke.example',
    aud: 'https://test.salesforce.com',
    exp: Math.floor(at.now / 1000) + 180,
    ...changes,
  });
  const post: Caller['post'] = (body) =>
    ask(spoke, 'POST', '/services/oauth2/token', new URLSearchParams(body).toString(), null);
  const exchange: Caller['exchange'] = (changes = {}, key = hubKey(), alg = 'RS256') =>
    post({ grant_type: grantType, assertion: assertion(key, claims(changes), alg) });
  return { hub, spoke, at, hubKey, claims, post, exchange };
};

/** `<error>: <error_description>` of a refusal. */
export const refused = ({ status, json }: Answer): string => {
  expect(status).to.equal(400);
  return `${json.error}: ${json.error_description}`;
};
