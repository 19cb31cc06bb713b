import type { Component } from '../src/metadata/component.ts';
import { type Credential, readCredential } from '../src/observe/credential.ts';
import { systemClock } from '../src/org/clock.ts';
import { deploy, type DeployOutcome } from '../src/org/deploy.ts';
import { readComponents } from '../src/org/metadata.ts';
import { names } from './names.ts';
import type { LiveOrg } from './orgs.ts';

/** What a probe may use: two orgs, linked if all went well. */
export type Live = { hub: LiveOrg; spoke: LiveOrg; tell: (text: string) => void };

/** A question that Salesforce's documents leave open, or answer in two ways, and how a run looks for the answer. */
export type Doubt = { question: string; how: string };

/**
 * Doubts that one look settles.
 * @throws when it can't be told, with why; `look` leaves the orgs as they were
 */
export type Probe = { doubts: Doubt[]; look: (live: Live) => Promise<string[]> };

/** What an org says, as it says it. */
export const quoted = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

const longestDeploy = 600_000;

/** When a deploy that begins now is given up. */
export const deadline = (): { deadline: number; clock: typeof systemClock } => ({
  deadline: Date.now() + longestDeploy,
  clock: systemClock,
});

/** A deploy in words. */
export const outcomeText = (outcome: DeployOutcome): string => {
  if (outcome.status === 'failed')
    return `refused: ${outcome.problems.map(({ problem }) => quoted(problem)).join(', ')}`;
  return outcome.status === 'succeeded' ? 'accepted' : 'not finished within ten minutes';
};

/** What an org says to components without saving them. */
export const checkOnly = async ({ conn }: LiveOrg, components: Component[]): Promise<string> =>
  outcomeText(await deploy(conn, components, { checkOnly: true, ...deadline() }));

/** The link of the run, as the hub holds it. @throws Error when it was not made */
export const linkCredential = async ({ hub }: Live): Promise<Credential & { certificate: string }> => {
  const [component] = await readComponents(hub.conn, 'ExternalCredential', [names.link]);
  const credential = component && readCredential(component, []);
  if (credential?.certificate === undefined) throw new Error('the link was not made');
  return { ...credential, certificate: credential.certificate };
};
