import type { Connection } from '@salesforce/core';
import type { Clock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { asPartial, type Command, say, withAction } from '../text/messages.ts';
import { type HubCertificate, leafOf } from '../observe/hub.ts';
import { deployed } from './deployed.ts';
import type { Half } from './half.ts';
import { haveCertificate, replaceToken, saveOnHub } from './onHub.ts';
import { authoriseOnSpoke, madeConsumerKey, saveOnSpoke } from './onSpoke.ts';
import { isSent, type Known, type Plan, toDeploy } from './plan.ts';
import type { Progress } from './progress.ts';
import { saveServiceUser } from './saveServiceUser.ts';
import type { SharedHub } from './shareHub.ts';
import type { Side } from './step.ts';

export type Ends = { hub: Connection; spoke: Connection };

/** How the orgs are called in messages, the command that continues what was stopped, and the same with an external client app. */
export type Wording = { hub: string; spoke: string; again: Command; external: Command };

/** Everything that carrying out the plan of one link needs. */
export type Applying = {
  ends: Ends;
  plan: Plan;
  deadline: number;
  clock: Clock;
  progress: Progress;
  wording: Wording;
  namespaces: Partial<Record<Side, string>>;
  shared: SharedHub;
};

const halfAt = ({ ends, plan, wording, shared, namespaces, ...rest }: Applying, side: Side): Half => ({
  ...rest,
  namespace: namespaces[side],
  commit: side === 'hub' ? shared.group.commit : undefined,
  side,
  conn: ends[side],
  org: wording[side],
  steps: plan.steps,
  again: wording.again,
  external: wording.external,
});

const at = <T>({ ends, wording }: Applying, org: Side, work: Promise<T>): Promise<T> =>
  atOrg(wording[org], ends[org].instanceUrl, work);

const changes = ({ plan }: Applying, side: Side): boolean =>
  plan.steps.some((step) => step.org === side && isSent(step));

/** Both ends settled, or the first refusal, once nothing is under way any more. */
const both = async (applying: Applying, work: Record<Side, Promise<void>>): Promise<void> => {
  const sides: Side[] = ['spoke', 'hub'];
  const outcomes = await Promise.allSettled(sides.map((side) => work[side]));
  const isOneChanged = outcomes.some(
    ({ status }, i) => status === 'fulfilled' && changes(applying, sides[i])
  );
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') throw isOneChanged ? asPartial(outcome.reason) : outcome.reason;
};

/** Where something was saved before, the error says that one org is as it should be and the other not. */
const orPartly = async <T>(isChanged: boolean, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw isChanged ? asPartial(error) : error;
  }
};

const savesUser = ({ plan }: Applying): boolean =>
  plan.steps.some((step) => step.type === 'User' && isSent(step));

/** The certificate of a link; one that is to be made is made once for all links that want it. */
const signingWith = async (applying: Applying): Promise<HubCertificate | undefined> => {
  const { plan, shared } = applying;
  const { name, existing } = plan.choice.certificate;
  if (existing) return existing;
  return at(
    applying,
    'hub',
    shared.certificate(name, async () => (await haveCertificate(halfAt(applying, 'hub')))!)
  );
};

/**
 * Begins to carry a plan out: the service user that is asked for, whose name may be taken; certificate, then spoke.
 * @returns the spoke's half, with the id of a user that was made
 * @throws SfError with exit code 1 (spoke refused) or 69 (not finished)
 */
export const beginApply = async (applying: Applying): Promise<Half> => {
  const spoke = await at(applying, 'spoke', saveServiceUser(halfAt(applying, 'spoke')));
  const save = async (): Promise<void> => {
    const signing = await signingWith(applying);
    try {
      await at(applying, 'spoke', saveOnSpoke(spoke, signing && leafOf(signing)));
    } catch (error) {
      const { name, existing } = applying.plan.choice.certificate;
      const stays = { certificate: name, hub: applying.wording.hub };
      throw existing ? error : withAction(error, say('s2s', 'link.certificateStays', stays));
    }
  };
  await orPartly(savesUser(applying), save());
  return spoke;
};

/**
 * Ends it: the hub, and the spoke's assignments beside the hub's deploy. Each step waits only for what it needs to know.
 * Stopped anywhere, the next plan holds what is left.
 * @throws SfError with exit code 1, 68 (one org changed, and the other refused) or 69 (not finished)
 */
export const endApply = async (applying: Applying, spoke: Half): Promise<void> => {
  const { plan } = applying;
  const { consumerKey, name } = plan.choice;
  const hub = halfAt(applying, 'hub');
  const known: Known = {};
  const linkHub = async (): Promise<void> => {
    known.consumerKey =
      typeof consumerKey === 'string'
        ? consumerKey
        : await at(applying, 'spoke', madeConsumerKey(spoke, plan));
    await saveOnHub(hub, known);
  };
  const work = async (): Promise<void> => {
    await both(applying, {
      spoke: at(applying, 'spoke', authoriseOnSpoke(spoke, plan)),
      hub: at(applying, 'hub', linkHub()),
    });
    await at(applying, 'hub', replaceToken(hub, known, name));
  };
  await orPartly(savesUser(applying) || toDeploy(plan, 'spoke', {}).length > 0, work());
};

/** Whether the org can check these components before everything that they refer to is there. */
const isCheckable = (count: number, plan: Plan, org: Side): boolean =>
  count > 0 && (org === 'spoke' || plan.choice.certificate.existing !== undefined);

/**
 * Lets both orgs check what they can without saving (check-only deploys). What refers to a certificate that is yet to
 * be made can't be checked; a consumer key that is yet to come is stood in for by a placeholder.
 * @returns the orgs that checked their part
 * @throws SfError with the org's refusal
 */
export const checkOnly = async (context: Applying): Promise<Side[]> => {
  const { plan } = context;
  const sides: Side[] = ['spoke', 'hub'];
  const checked = await Promise.all(
    sides.map(async (org) => {
      const components = toDeploy(plan, org, { consumerKey: 'CONSUMER_KEY' });
      if (!isCheckable(components.length, plan, org)) return [];
      const half = halfAt(context, org);
      await at(context, org, deployed(half.conn, components, half, { ...half, checkOnly: true }));
      return [org];
    })
  );
  return checked.flat();
};
