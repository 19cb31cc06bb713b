import type { Connection } from '@salesforce/core';
import { type Component, textOf } from '../metadata/component.ts';
import { isRefreshing, refreshed } from '../metadata/signing.ts';
import { assignPermissionSet, preAuthorise, renewAssignments } from '../org/assign.ts';
import type { Clock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { asPartial, type Command, exitCodes, failure } from '../messages.ts';
import { appWords } from '../appWords.ts';
import { readConsumerKey } from '../observe/findApp.ts';
import { isSent, type Known, type Plan, toDeploy } from './plan.ts';
import type { Side, Step } from './step.ts';
import { deployed } from './deployed.ts';
import { makeCertificate } from './makeCertificate.ts';
import { refreshToken } from './refreshToken.ts';
import type { Progress } from './progress.ts';

export type Ends = { hub: Connection; spoke: Connection };

/** How the orgs are called in messages, the command that continues what was stopped, and the same with an external client app. */
export type Wording = { hub: string; spoke: string; again: Command; external: Command };

type Context = {
  ends: Ends;
  plan: Plan;
  deadline: number;
  clock: Clock;
  progress: Progress;
  wording: Wording;
  hubNamespace?: string;
};

const createCertificate = async ({ ends, progress, wording }: Context, step: Step): Promise<string> => {
  progress({ stage: 'certificate' });
  const { x509 } = await makeCertificate(ends.hub, step.component!, wording.hub);
  return x509.toString().trim();
};

const deployComponents = (context: Context, org: Side, components: Component[]): Promise<void> => {
  const { ends, wording } = context;
  const refused = org === 'hub' ? exitCodes.partial : exitCodes.failed;
  return deployed(ends[org], components, { ...wording, org: wording[org] }, context, refused);
};

const deployTo = async (context: Context, org: Side, known: Known): Promise<void> => {
  const components = toDeploy(context.plan, org, known);
  if (components.length === 0) return;
  context.progress({ stage: org });
  await deployComponents(context, org, components);
};

/** The consumer key that the spoke made for the app. @throws when the org does not reveal it */
const madeConsumerKey = async ({ ends, plan, wording }: Context): Promise<string> => {
  const key = await readConsumerKey(ends.spoke, plan.app);
  if (key !== undefined) return key;
  const words = appWords(plan.app.kind, plan.appLabel);
  throw failure(
    'consumerKeyHidden',
    { spoke: wording.spoke, app: plan.app.app, again: wording.again, ...words },
    exitCodes.unfinished
  );
};

const isNew = (org: Side, type: Step['type']) => (step: Step) =>
  step.org === org && step.type === type && step.action === 'create';

const assignAll = async ({ ends, plan }: Context, org: Side): Promise<void> => {
  const sent = plan.steps
    .filter((step) => step.org === org && isSent(step))
    .flatMap((step) => step.assigned ?? []);
  const assigned = sent.filter(({ ended }) => ended === undefined);
  const sets = [...new Set(assigned.map(({ permissionSet }) => permissionSet))];
  await Promise.all([
    ...sets.map((set) => {
      const users = assigned.filter(({ permissionSet }) => permissionSet === set).map(({ user }) => user.id);
      return assignPermissionSet(ends[org], set, users);
    }),
    renewAssignments(
      ends[org],
      sent.flatMap(({ ended }) => ended ?? [])
    ),
  ]);
};

const authoriseOnSpoke = async (context: Context): Promise<void> => {
  const { plan, ends } = context;
  if (plan.steps.some(isNew('spoke', 'SetupEntityAccess'))) await preAuthorise(ends.spoke, plan.app);
  await assignAll(context, 'spoke');
};

const at = <T>({ ends, wording }: Context, org: Side, work: Promise<T>): Promise<T> =>
  atOrg(wording[org], ends[org].instanceUrl, work);

/**
 * Lets the hub fetch a new token where whose token it needs has changed. Whether it could, the callout of verify shows:
 * who links may not be allowed to call.
 */
const replaceToken = async (context: Context, known: Known): Promise<void> => {
  const { ends, plan, hubNamespace } = context;
  const credential = toDeploy(plan, 'hub', known).find(({ type }) => type === 'ExternalCredential');
  if (!credential || !isRefreshing(credential)) return;
  await refreshToken(ends.hub, plan.choice.name, hubNamespace);
  await deployComponents(context, 'hub', [refreshed(credential, textOf(credential.body.description))]);
};

/** Everything settled, or the first refusal, once nothing is under way any more. */
const both = async (...work: Promise<void>[]): Promise<void> => {
  const outcomes = await Promise.allSettled(work);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
};

/**
 * Carries a plan out: certificate, then spoke, then hub; the spoke's assignments beside the hub's deploy. Each step
 * waits only for what it needs to know. Stopped anywhere, the next plan holds what is left.
 * @throws SfError with exit code 1 (spoke refused), 68 (spoke changed, hub refused) or 69 (not finished)
 */
export const apply = async (context: Context): Promise<void> => {
  const { plan } = context;
  const { certificate, consumerKey } = plan.choice;
  const newCertificate = plan.steps.find(isNew('hub', 'Certificate'));
  const certificatePem = newCertificate
    ? await at(context, 'hub', createCertificate(context, newCertificate))
    : certificate.existing?.x509.toString().trim();
  await at(context, 'spoke', deployTo(context, 'spoke', { certificatePem }));
  const isSpokeChanged = toDeploy(plan, 'spoke', {}).length > 0;
  const known: Known = {};
  const linkHub = async (): Promise<void> => {
    known.consumerKey =
      typeof consumerKey === 'string' ? consumerKey : await at(context, 'spoke', madeConsumerKey(context));
    await deployTo(context, 'hub', known);
    await assignAll(context, 'hub');
  };
  try {
    await both(at(context, 'spoke', authoriseOnSpoke(context)), at(context, 'hub', linkHub()));
    await at(context, 'hub', replaceToken(context, known));
  } catch (error) {
    throw isSpokeChanged ? asPartial(error) : error;
  }
};

/** Whether the org can check these components before everything that they refer to is there. */
const isCheckable = (components: Component[], plan: Plan, org: Side): boolean =>
  components.length > 0 && (org === 'spoke' || plan.choice.certificate.existing !== undefined);

/**
 * Lets both orgs check what they can without saving (check-only deploys). What refers to a certificate that is yet to
 * be made can't be checked; a consumer key that is yet to come is stood in for by a placeholder.
 * @returns the orgs that checked their part
 * @throws SfError with the org's refusal
 */
export const checkOnly = async (context: Context): Promise<Side[]> => {
  const { ends, plan, deadline, clock, wording } = context;
  const sides: Side[] = ['spoke', 'hub'];
  const checked = await Promise.all(
    sides.map(async (org) => {
      const known = { consumerKey: 'CONSUMER_KEY' };
      const components = toDeploy(plan, org, known);
      if (!isCheckable(components, plan, org)) return [];
      const words = { ...wording, org: wording[org] };
      await at(context, org, deployed(ends[org], components, words, { checkOnly: true, deadline, clock }));
      return [org];
    })
  );
  return checked.flat();
};
