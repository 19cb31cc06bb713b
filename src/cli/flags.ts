import { Messages, Org, type SfError, StateAggregator } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { End } from '../org/end.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.flags');

/** The org of an alias or username. @throws SfError with the nearest alias, or how to see those that there are */
const findOrg = async (aliasOrUsername: string): Promise<Org> => {
  try {
    return await Org.create({ aliasOrUsername });
  } catch (error) {
    (error as SfError).actions ??= messages.getMessages('unknownOrg.actions');
    throw error;
  }
};

/** The same, once it is sure that its session is not sent about for everybody to read. */
const parseOrg = async (aliasOrUsername: string): Promise<Org> => {
  const org = await findOrg(aliasOrUsername);
  const { guardLogin } = await import('../org/logins.ts');
  guardLogin(org.getConnection(), aliasOrUsername);
  return org;
};

/** An org that has to be named: `Flags.requiredOrg` alone falls back to the default org, so two of them could be one. */
const namedOrg = { char: undefined, default: undefined, defaultHelp: undefined, parse: parseOrg } as const;

export const hubFlag = Flags.requiredOrg({
  ...namedOrg,
  summary: messages.getMessage('flags.hub.summary'),
  description: messages.getMessage('flags.hub.description'),
});

/** For commands that do something else to a hub than to make its half of a link. */
export const plainHubFlag = Flags.requiredOrg({
  ...namedOrg,
  summary: messages.getMessage('flags.hub.summary'),
});

export const spokeFlag = Flags.requiredOrg({
  ...namedOrg,
  summary: messages.getMessage('flags.spoke.summary'),
  description: messages.getMessage('flags.spoke.description'),
});

/** The hub that somebody is logged in to, or its org id, for the spoke's half alone. */
export const hubOrIdFlag = Flags.optionalOrg({
  ...namedOrg,
  exactlyOne: ['hub', 'hub-id'],
  summary: messages.getMessage('flags.hub.summary'),
});

/** For the spoke's admin, who is not logged in to the hub. */
export const hubIdFlag = Flags.string({
  summary: messages.getMessage('flags.hub-id.summary'),
  description: messages.getMessage('flags.hub-id.description'),
  dependsOn: ['spoke'],
});

/** The spokes that somebody is logged in to, or what the admin of one has replied. */
export const spokesOrReplyFlag = Flags.optionalOrg({
  ...namedOrg,
  multiple: true,
  multipleNonGreedy: true,
  exactlyOne: ['spoke', 'reply-file'],
  summary: messages.getMessage('flags.spoke.summary'),
  description: messages.getMessage('flags.spoke.description'),
});

export const optionalSpokeFlag = Flags.optionalOrg({
  ...namedOrg,
  summary: messages.getMessage('flags.optional-spoke.summary'),
});

/**
 * For commands that only look: the hub org falls back to the default org. Help does not name that org: to look it up
 * takes as long as to load the command.
 */
const anyHub = {
  char: undefined,
  defaultHelp: undefined,
  parse: parseOrg,
  summary: messages.getMessage('flags.any-hub.summary'),
} as const;

export const anyHubFlag = Flags.optionalOrg(anyHub);

export const anyHubOrIdFlag = Flags.optionalOrg({ ...anyHub, exclusive: ['hub-id'] });

export const spokesFlag = Flags.optionalOrg({
  ...namedOrg,
  multiple: true,
  multipleNonGreedy: true,
  summary: messages.getMessage('flags.spokes.summary'),
  description: messages.getMessage('flags.spokes.description'),
});

export const rotatedSpokesFlag = Flags.optionalOrg({
  ...namedOrg,
  multiple: true,
  multipleNonGreedy: true,
  summary: messages.getMessage('flags.spokes.summary'),
  description: messages.getMessage('flags.rotated-spokes.description'),
});

export const apiVersionFlag = Flags.orgApiVersion();

/** How an org is called in messages: by its alias here, or by its username. */
export const nameOfOrgFlag = async (org: Org): Promise<string> => {
  const username = String(org.getUsername());
  return (await StateAggregator.getInstance()).aliases.get(username) ?? username;
};

/** An org that a flag names, as work takes it. */
export const endOf = async (org: Org, apiVersion: string | undefined): Promise<End> => ({
  conn: org.getConnection(apiVersion),
  name: await nameOfOrgFlag(org),
});

/** The orgs that a flag names which can be given several times, each once. */
export const endsOf = (orgs: Org[] | undefined, apiVersion: string | undefined): Promise<End[]> => {
  const once = new Map((orgs ?? []).map((org) => [org.getUsername(), org]));
  return Promise.all([...once.values()].map((org) => endOf(org, apiVersion)));
};

/** Minutes of --wait as milliseconds. Not `Flags.duration`: it takes "1h" for 1 minute, and a minimum of 0 for none. */
export const waitOf = (minutes: number): number => minutes * 60_000;

/**
 * How many links are worked on at once. Source: Salesforce Developer Limits ("Concurrent API Request Limits": 25
 * requests in production that take 20 seconds or more).
 */
export const mostAtOnce = 20;
