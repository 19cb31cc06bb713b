import { rotateLinks, type RotateOptions, type RotateOutcome } from '../../src/rotate/rotate.ts';
import type { RotateRequest } from '../../src/rotate/request.ts';
import type { Clock } from '../../src/org/clock.ts';
import { runApex } from '../../src/org/apex.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import type { Component, Node } from '../../simulator/org.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { rows } from '../../simulator/tables.ts';
import { connect, link, type Pair, quickClock, startWithLogin, verify } from './pair.ts';

/** Rotates the link of a pair. */
export const rotate = (
  pair: Pair,
  request: Partial<RotateRequest> = {},
  options: Partial<RotateOptions> = {},
  clock: Clock = quickClock()
): Promise<RotateOutcome> =>
  rotateLinks(
    {
      hub: { conn: pair.ends.hub, name: pair.hub.org.alias },
      spokes: [{ conn: pair.ends.spoke, name: pair.spoke.org.alias }],
      retireNow: false,
      deleteCertificate: false,
      ...request,
    },
    { dryRun: false, wait: 600_000, waiting: () => undefined, ...options },
    clock
  );

/** The name of the link between two orgs on loopback. */
export const nameOfLink = ({ spoke }: Pair): string => `localhost_${new URL(spoke.url).port}`;

const restCall = (name: string): string =>
  `HttpRequest request = new HttpRequest();
request.setEndpoint('callout:${name}/services/data/v60.0/');
request.setMethod('GET');
System.assertEquals(200, new Http().send(request).getStatusCode());`;

const soapCall = (name: string): string =>
  `HttpRequest request = new HttpRequest();
request.setEndpoint('callout:${name}/services/Soap/m/60.0');
request.setMethod('POST');
request.setHeader('Content-Type', 'text/xml');
request.setHeader('SOAPAction', '""');
request.setBody('<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://soap.sforce.com/2006/04/metadata">' +
  '<soapenv:Header><m:SessionHeader><m:sessionId>{!$Credential.OAuthToken}</m:sessionId></m:SessionHeader></soapenv:Header>' +
  '<soapenv:Body><m:describeMetadata><m:asOfVersion>60.0</m:asOfVersion></m:describeMetadata></soapenv:Body></soapenv:Envelope>');
System.assertEquals(200, new Http().send(request).getStatusCode());`;

/** One callout over REST and one over SOAP. @returns what went wrong, in Apex's words */
export const callBothWays = async (pair: Pair): Promise<string[]> => {
  const name = nameOfLink(pair);
  const outcomes = await Promise.all([restCall, soapCall].map((call) => runApex(pair.ends.hub, call(name))));
  return outcomes.flatMap((outcome) => (outcome.kind === 'done' ? [] : [JSON.stringify(outcome)]));
};

/** Lets callers' code put the token into the body, as callers of SOAP APIs need it. */
export const allowTokenInBody = ({ hub }: Pair): void => {
  for (const component of hub.org.components.values())
    if (component.type === 'NamedCredential') component.body.allowMergeFieldsInBody = 'true';
};

/** Calls all the time while something is done. @returns how many callouts were made, and what went wrong */
export const callingThroughout = async (
  pair: Pair,
  work: Promise<unknown>
): Promise<{ count: number; problems: string[] }> => {
  let isOver = false;
  const settled = work.finally(() => (isOver = true));
  const problems: string[] = [];
  let count = 0;
  const caller = async (): Promise<void> => {
    while (!isOver) {
      problems.push(...(await callBothWays(pair)));
      count += 2;
    }
  };
  await Promise.all([caller(), caller(), settled]);
  return { count, problems };
};

/** Names of what an org holds of a type. */
export const namesOf = ({ org }: SimulatedOrg, type: string): string[] =>
  [...org.components.values()].flatMap((component) => (component.type === type ? [component.fullName] : []));

/** Names of the apps on a spoke, of both kinds. */
export const appsOn = (spoke: SimulatedOrg): string[] => [
  ...namesOf(spoke, 'ExternalClientApplication'),
  ...namesOf(spoke, 'ConnectedApp'),
];

/** The app that a link of a pair gets by default. */
export const appOfHub = ({ hub }: Pair): string => `localhost_${new URL(hub.url).port}`;

/** The external credential of a link, as the hub holds it. */
export const credentialOf = (pair: Pair, name = nameOfLink(pair)): Component =>
  pair.hub.org.components.get(`ExternalCredential:${name}`)!;

/** With which certificate a link signs. */
export const signsWith = (pair: Pair, name?: string): unknown =>
  (credentialOf(pair, name).body.externalCredentialParameters as Node[]).find(
    ({ parameterType }) => parameterType === 'SigningCertificate'
  )?.certificate;

/** A pair of the same hub with another spoke, linked. */
export const alsoLinked = async (
  pair: Pair,
  options: Partial<LinkRequest> = {},
  spokeOptions: Parameters<typeof startWithLogin>[0] = {}
): Promise<Pair> => {
  const spoke = await startWithLogin({ kind: 'sandbox', alias: 'spoke', ...spokeOptions });
  const other = { ...pair, spoke, ends: { hub: pair.ends.hub, spoke: await connect(spoke) } };
  await link(other, options);
  return { ...other, close: () => spoke.close() };
};

const setRights = ({ org }: SimulatedOrg, rights: string[], isHeld: boolean): void => {
  for (const row of rows(org, 'PermissionSet'))
    if (row.PermissionsModifyAllData === true)
      for (const right of rights) row[`Permissions${right}`] = isHeld;
};

/** Takes rights away from everybody in an org who has all data. */
export const withoutRights = (org: SimulatedOrg, ...rights: string[]): void => {
  setRights(org, rights, false);
};

/** Gives them back. */
export const withRights = (org: SimulatedOrg, ...rights: string[]): void => {
  setRights(org, rights, true);
};

/** Makes a certificate on the hub that this plugin did not make. */
export const addCertificate = async ({ hub }: Pair, fullName: string): Promise<void> => {
  await createMetadata(hub.org, [
    { type: 'Certificate', fullName, body: { caSigned: 'false', masterLabel: fullName } },
  ]);
};

/** Moves the day on which a rotation was begun, or ended, into the past. */
export const backdate = (pair: Pair, name?: string, days = 2): void => {
  const { body } = credentialOf(pair, name);
  const then = new Date(Date.now() - days * 86_400_000).toISOString();
  body.description = String(body.description).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, then);
};

/** The checks of a link that fail. */
export const failing = async (pair: Pair): Promise<string[]> =>
  Object.values(await verify(pair)).flatMap(({ id, status }) => (status === 'failed' ? [id] : []));
