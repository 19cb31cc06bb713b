import { generateKeyPairSync, sign } from 'node:crypto';
import {
  ApexException,
  type ApexHost,
  type ApexHttpRequest,
  type ApexResult,
  type ApexSObject,
  type DmlOutcome,
} from '../../simulator/apex/host.ts';
import { executeAnonymous } from '../../simulator/apex/execute.ts';

export const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const now = Date.UTC(2026, 0, 31, 12, 30, 15, 250);

const user = { Id: '005000000000001AAA', Username: 'ann@hub.example', Name: 'Ann', IsActive: true };

export type World = {
  host: ApexHost;
  /** What the org was asked to do, in order. */
  seen: { callouts: ApexHttpRequest[]; queries: string[]; changes: unknown[]; rollbacks: number };
};

const sobjects = {
  user: {
    name: 'User',
    operations: ['insert' as const, 'update' as const, 'upsert' as const, 'delete' as const],
    unsimulated: ['Department'],
    fields: { Id: 'Id', Username: 'String', Name: 'String', IsActive: 'Boolean', CreatedDate: 'Datetime' },
    parents: { Profile: 'Profile' },
  },
  profile: {
    name: 'Profile',
    operations: [],
    unsimulated: [],
    fields: { Id: 'Id', Name: 'String' },
    parents: {},
  },
};

/** An org that holds one certificate, `Hub`, and answers what the test says. */
export const world = (changed: Partial<ApexHost> = {}): World => {
  const seen: World['seen'] = { callouts: [], queries: [], changes: [], rollbacks: 0 };
  const host: ApexHost = {
    orgId: '00D000000000001AAA',
    orgName: 'Acme',
    myDomainUrl: 'https://acme.my.salesforce.com',
    apiVersion: '66.0',
    user: {
      id: user.Id,
      username: user.Username,
      name: 'Ann Hub',
      firstName: 'Ann',
      lastName: 'Hub',
      email: 'ann@hub.example',
      profileId: '00e000000000001AAA',
      userType: 'Standard',
      locale: 'en_US',
      language: 'en_US',
      timeZone: 'GMT',
    },
    sessionId: () => '00D000000000001!secret',
    sobjectOf: (prefix) => (prefix === '005' ? 'User' : undefined),
    now: () => now,
    sign: (algorithm, data, name) => {
      if (name !== 'Hub') throw new ApexException('System.NoDataFoundException', 'Data Not Available');
      return sign(algorithm, data, keys.privateKey);
    },
    callout: (request) => {
      seen.callouts.push(request);
      return Promise.resolve({ statusCode: 200, status: 'OK', headers: {}, body: '[]' });
    },
    query: (soql) => {
      seen.queries.push(soql);
      return [{ ...user, Profile: { Name: 'System Administrator' } }];
    },
    dml: (operation, sobject, rows) => {
      seen.changes.push([operation, sobject, structuredClone(rows)]);
      const outcomes = rows.map((row): DmlOutcome => {
        if (row.Name === 'Bad')
          return {
            created: false,
            problem: { statusCode: 'DUPLICATE_VALUE', message: 'twice', fields: ['Name'] },
          };
        row.Id ??= '005000000000002AAA';
        return { created: operation === 'insert' };
      });
      return { outcomes, undo: () => (seen.rollbacks += 1) };
    },
    describe: (name) => (sobjects as unknown as Record<string, ApexSObject | undefined>)[name.toLowerCase()],
    isUnsimulated: (name) => name.toLowerCase() === 'account',
    ...changed,
  };
  return { host, seen };
};

/** An org whose callouts are answered so. */
export const answering = (statusCode: number, body = ''): Pick<ApexHost, 'callout'> => ({
  callout: () => Promise.resolve({ statusCode, status: 'Text', headers: { 'X-Test': 'yes' }, body }),
});

/** Runs a script in a fresh world. */
export const run = (code: string, changed: Partial<ApexHost> = {}): Promise<ApexResult> =>
  executeAnonymous(code, world(changed).host);

/** What System.debug showed, without time and line. */
export const debugged = ({ log }: ApexResult): string[] =>
  log.split('\n').flatMap((line) => /\|USER_DEBUG\|\[\d+\]\|\w+\|(.*)$/.exec(line)?.[1] ?? []);

/** Runs a script that must succeed. Gives what it showed. */
export const show = async (code: string): Promise<string[]> => {
  const result = await run(code);
  if (!result.success) throw new Error(result.compileProblem ?? result.exceptionMessage ?? 'failed');
  return debugged(result);
};

/** What an expression yields, as System.debug shows it. */
export const valueOf = async (expression: string): Promise<string> =>
  (await show(`System.debug(${expression});`))[0];
