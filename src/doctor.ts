import { Messages } from '@salesforce/core';
import { oldestApiVersion } from './org/version.ts';
import { myDomain } from './names.ts';
import { unusableProxy } from './org/http.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.doctor');

/** A login of this machine, as far as the machine itself knows. */
export type Login = { username: string; aliases: string[]; url?: string; expired: boolean; error: boolean };

/** What is looked at. Nothing of it comes from an org. */
export type Machine = {
  node: string;
  env: Record<string, string | undefined>;
  /** Undefined where they can't be read at all. */
  logins?: Login[];
  defaultOrg?: string;
  apiVersion?: string;
};

export type Diagnostic = {
  testName: string;
  status: 'pass' | 'warn' | 'fail' | 'unknown';
  suggestion?: string;
};

const oldestNode = [22, 19];

const isNewEnough = (version: string): boolean => {
  const [major, minor] = version.split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
};

const test = (
  testName: string,
  isFine: boolean,
  suggestion: string,
  otherwise: Diagnostic['status'] = 'warn'
): Diagnostic => ({ testName, ...(isFine ? { status: 'pass' } : { status: otherwise, suggestion }) });

const loginTests = (logins: Login[], defaultOrg: string | undefined): Diagnostic[] => {
  const unreadable = logins.filter(({ error }) => error).length;
  const expired = logins.filter((login) => login.expired).length;
  const elsewhere = logins.filter(({ url }) => url !== undefined && myDomain(url) === undefined).length;
  const hasDefault = logins.some(
    ({ username, aliases }) => defaultOrg !== undefined && [username, ...aliases].includes(defaultOrg)
  );
  return [
    test(
      messages.getMessage('test.readable'),
      unreadable === 0,
      messages.getMessage('suggestion.readable', [unreadable])
    ),
    test(
      messages.getMessage('test.logins'),
      logins.length > unreadable,
      messages.getMessage('suggestion.logins')
    ),
    test(
      messages.getMessage('test.expired'),
      expired === 0,
      messages.getMessage('suggestion.expired', [expired])
    ),
    test(
      messages.getMessage('test.myDomain'),
      elsewhere === 0,
      messages.getMessage('suggestion.myDomain', [elsewhere])
    ),
    test(messages.getMessage('test.defaultOrg'), hasDefault, messages.getMessage('suggestion.defaultOrg')),
  ];
};

/** Pure: what a machine lacks for this plugin, and what to do about it. Names no user and holds no secret. */
export const diagnose = ({ node, env, logins, defaultOrg, apiVersion }: Machine): Diagnostic[] => {
  const proxy = unusableProxy(env);
  return [
    test(
      messages.getMessage('test.node', [node]),
      isNewEnough(node),
      messages.getMessage('suggestion.node', [node]),
      'fail'
    ),
    test(
      messages.getMessage('test.apiVersion'),
      apiVersion === undefined || Number(apiVersion) >= oldestApiVersion,
      messages.getMessage('suggestion.apiVersion', [apiVersion]),
      'fail'
    ),
    test(
      messages.getMessage('test.proxy'),
      proxy === undefined,
      messages.getMessage('suggestion.proxy', [proxy, proxy]),
      'fail'
    ),
    ...(logins
      ? loginTests(logins, defaultOrg)
      : [{ testName: messages.getMessage('test.readable'), status: 'unknown' as const }]),
  ];
};
