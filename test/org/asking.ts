import jsforce from '@jsforce/jsforce-node';
import type { Connection } from '@salesforce/core';
import { runApex } from '../../src/org/apex.ts';
import { systemClock } from '../../src/org/clock.ts';
import { deploy } from '../../src/org/deploy.ts';
import { useSteadyTransport } from '../../src/org/http.ts';
import { readOrg } from '../../src/org/identity.ts';
import { listComponents, readComponents, updateComponent } from '../../src/org/metadata.ts';
import { queries } from '../../src/org/query.ts';

/** A connection as core makes it, without a login. */
export const connectTo = (instanceUrl: string): Connection =>
  Object.assign(new jsforce.Connection({ instanceUrl, accessToken: 'secret', version: '66.0' }), {
    getApiVersion: () => '66.0',
    getUsername: () => 'ann@acme.example',
  }) as unknown as Connection;

/** Why some work failed, down to the last cause; 'done' where it did not. */
export const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (((error as Error).cause ?? error) as Error).message
  );

const permissionSet = { type: 'PermissionSet' as const, fullName: 'acme', body: { label: 'acme' } };

/** Every kind of request that the plugin makes. */
export const requests: Record<string, (conn: Connection) => Promise<unknown>> = {
  'a query': (conn) => queries(conn, { users: 'SELECT Id FROM User' }),
  'the next rows of a query': (conn) => conn.request('/services/data/v66.0/query/01g-2000'),
  'who the org is': (conn) => readOrg(conn, 'org', {}),
  'what the My Domain is': (conn) => conn.request('/services/oauth2/userinfo'),
  'a new record': (conn) => conn.sobject('User').create({ Username: 'ann@acme.example' }),
  'a list of metadata': (conn) => listComponents(conn, ['PermissionSet']),
  'reading metadata': (conn) => readComponents(conn, 'PermissionSet', ['acme']),
  'saving metadata': (conn) => updateComponent(conn, permissionSet),
  'a deploy': (conn) =>
    deploy(conn, [permissionSet], { checkOnly: true, deadline: Date.now(), clock: systemClock }),
  'anonymous Apex': (conn) => runApex(conn, "System.debug('');"),
};

/** Does some work with variables set, and the transport made anew for them. */
export const withEnvironment = async (
  variables: Record<string, string>,
  limits: Parameters<typeof useSteadyTransport>[0],
  work: () => Promise<void>
): Promise<void> => {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  try {
    Object.assign(process.env, variables);
    useSteadyTransport({ retries: 0, ...limits });
    await work();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    useSteadyTransport({ firstRetryDelay: 0 });
  }
};
