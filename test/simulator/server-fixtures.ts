import { generateKeyPairSync } from 'node:crypto';
import type { CreateOrgOptions } from '../../simulator/create.ts';
import { createRecord } from '../../simulator/data/records.ts';
import type { Org, Row } from '../../simulator/org.ts';
import { startOrg } from '../../simulator/server.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { rows } from '../../simulator/tables.ts';

const started: SimulatedOrg[] = [];
const keys = [
  generateKeyPairSync('rsa', { modulusLength: 2048 }),
  generateKeyPairSync('rsa', { modulusLength: 2048 }),
];
let used = 0;

/** Starts an org whose keys are made beforehand, each certificate another one in turn. */
export const start = async (options: CreateOrgOptions = {}, port = 0): Promise<SimulatedOrg> => {
  const keyPair = () => Promise.resolve(keys[used++ % keys.length]);
  const org = await startOrg({ ...options, settings: { keyPair, ...options.settings } }, { port });
  started.push(org);
  return org;
};

/** Stops every org that was started; for afterEach. */
export const stopAll = async (): Promise<void> => {
  await Promise.all(started.splice(0).map((org) => org.close()));
};

export type Answer = { status: number; headers: Headers; text: string; json: any };

/** A request to an org, by its administrator unless told otherwise; bodies below /services/data are JSON unless told. */
export const ask = async (
  { url, accessToken }: SimulatedOrg,
  method: string,
  path: string,
  body?: unknown,
  token: string | null = accessToken,
  headers: Record<string, string> = {}
): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body !== undefined && path.startsWith('/services/data')
        ? { 'content-type': 'application/json' }
        : {}),
      ...headers,
    },
    body: typeof body === 'string' || body === undefined ? (body as string) : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = text !== '' && response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
};

/** `<errorCode>: <message>` of a refusal over REST. */
export const refusal = ({ json }: Answer): string => `${json[0].errorCode}: ${json[0].message}`;

export const rowWith = (org: Org, sobject: string, fields: Record<string, unknown>): Row => {
  const row = rows(org, sobject).find((one) =>
    Object.entries(fields).every(([name, value]) => one[name] === value)
  );
  if (row === undefined) throw new Error(`no ${sobject} with ${JSON.stringify(fields)}`);
  return row;
};

/** Assigns a permission set as an administrator does it. */
export const assign = (org: Org, userId: string, permissionSet: string): Row =>
  createRecord({ org, userId: org.adminId, api: 'data' }, 'PermissionSetAssignment', {
    AssigneeId: userId,
    PermissionSetId: rowWith(org, 'PermissionSet', { Name: permissionSet }).Id,
  });

/** A permission set with user permissions, assigned to a user. */
export const grant = (org: Org, userId: string, name: string, permissions: Record<string, boolean>): void => {
  createRecord({ org, userId: org.adminId, api: 'data' }, 'PermissionSet', {
    Name: name,
    Label: name,
    ...permissions,
  });
  assign(org, userId, name);
};

export const root = '/services/data/v66.0';

export const query = (soql: string): string => `${root}/query?q=${encodeURIComponent(soql)}`;

export const anonymous = (code: string): string =>
  `${root}/tooling/executeAnonymous?anonymousBody=${encodeURIComponent(code)}`;

export const envelope = (operation: string, body: string, session: string, header = ''): string =>
  '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/08/apex">' +
  `<soapenv:Header><SessionHeader><sessionId>${session}</sessionId></SessionHeader>${header}</soapenv:Header>` +
  `<soapenv:Body><${operation}>${body}</${operation}></soapenv:Body></soapenv:Envelope>`;

/** A call of the Apex (s) or Metadata (m) SOAP API. */
export const soap = (org: SimulatedOrg, api: 's' | 'm', xml: string, version = '66.0'): Promise<Answer> =>
  ask(org, 'POST', `/services/Soap/${api}/${version}/${org.org.id.slice(0, 15)}`, xml, null);
