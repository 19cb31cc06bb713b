import { createSign } from 'node:crypto';
import { expect } from 'chai';
import type { CreateOrgOptions } from '../../simulator/create.ts';
import { createRecord } from '../../simulator/data/records.ts';
import { text } from '../../simulator/metadata/content.ts';
import { readMetadata } from '../../simulator/metadata/crud.ts';
import type { Certificate, Org, Row } from '../../simulator/org.ts';
import { type SimulatedOrg, startOrg } from '../../simulator/server.ts';
import { rows } from '../../simulator/tables.ts';
import { addCertificate, deployFiles, newOrg, problems, spokeFiles } from './metadata-fixtures.ts';

export type Claims = Record<string, unknown>;

/** A spoke that trusts one certificate, with a service user who is pre-authorised. */
export type Spoke = SimulatedOrg & {
  certificate: Certificate;
  consumerKey: string;
  user: Row;
  /** The clock of the org, which stands still until it is set. */
  clock: { now: number };
};

/** A certificate with its key, as a hub holds it. */
export const newCertificate = async (): Promise<Certificate> => {
  const hub = newOrg();
  await addCertificate(hub);
  return hub.certificates.get('Hub_Key')!;
};

/** Deploys files that the org has to take. */
export const deployed = async (org: Org, files: Record<string, string>): Promise<void> => {
  expect(problems(await deployFiles(org, files))).to.deep.equal([]);
};

/** The consumer key that the org minted for the external client app. */
export const consumerKeyOf = (org: Org): string =>
  text(readMetadata(org, 'ExtlClntAppGlobalOauthSettings', ['Hub_glbloauth'])[0], 'consumerKey') ?? '';

/** Gives a user a permission set, as an administrator does. */
export const assign = (org: Org, userId: string, permissionSet = 'Hub_Access'): void => {
  createRecord({ org, userId: org.adminId, api: 'data' }, 'PermissionSetAssignment', {
    AssigneeId: userId,
    PermissionSetId: rows(org, 'PermissionSet').find(({ Name }) => Name === permissionSet)?.Id,
  });
};

/** Starts a spoke, with the app and the permission set deployed and assigned. */
export const startSpoke = async (options: CreateOrgOptions = {}): Promise<Spoke> => {
  const clock = { now: Date.now() };
  const settings = { now: () => clock.now, ...options.settings };
  const started = await startOrg({ kind: 'sandbox', alias: 'spoke', ...options, settings });
  const certificate = await newCertificate();
  await deployed(started.org, spokeFiles(certificate.pem));
  const user = started.addUser({ username: 'service@spoke.example' });
  assign(started.org, user.Id);
  return { ...started, certificate, consumerKey: consumerKeyOf(started.org), user, clock };
};

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A signed assertion. Its claims suit the spoke unless told otherwise; those that are undefined are left out. */
export const assertionOf = (
  { org, certificate, consumerKey, user, clock }: Spoke,
  claims: Claims = {},
  { alg = 'RS256', hash = 'RSA-SHA256', key = certificate.privateKey } = {}
): string => {
  const all = {
    iss: consumerKey,
    sub: user.Username,
    aud: org.url,
    exp: Math.floor(clock.now / 1000) + 180,
    ...claims,
  };
  const signed = `${encode({ alg })}.${encode(all)}`;
  return `${signed}.${createSign(hash).update(signed).sign(key, 'base64url')}`;
};

export type TokenAnswer = { status: number; body: Record<string, string> };

/** Posts to the token endpoint. */
export const exchange = async (
  { url }: Spoke,
  assertion: string,
  parameters: Record<string, string> = {}
): Promise<TokenAnswer> => {
  const response = await fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
      ...parameters,
    }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};

/** Signs and posts; expects the refusal. */
export const refusedAs = async (
  spoke: Spoke,
  error: string,
  description: string,
  claims: Claims = {},
  signing: Parameters<typeof assertionOf>[2] = {}
): Promise<void> => {
  expect(await exchange(spoke, assertionOf(spoke, claims, signing))).to.deep.equal({
    status: 400,
    body: { error, error_description: description },
  });
};

/** Signs and posts; expects a token and gives it. */
export const granted = async (spoke: Spoke, claims: Claims = {}): Promise<string> => {
  const { status, body } = await exchange(spoke, assertionOf(spoke, claims));
  expect(status, JSON.stringify(body)).to.equal(200);
  return body.access_token;
};
