import pLimit from 'p-limit';
import { say } from '../text/messages.ts';
import { readRetiring } from '../metadata/marker.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { longestDeploy } from '../org/deploy.ts';
import { explainConnection } from '../org/explain.ts';
import { readLogins } from '../org/logins.ts';
import { guardClock } from '../org/skew.ts';
import type { VerifyOutcome, VerifyRequest } from '../verify/links.ts';
import type { LinkView } from '../verify/view.ts';
import type { Context } from './context.ts';
import { finish } from './finish.ts';
import { lookAt } from './look.ts';
import { againCommand } from './request.ts';
import { farewellSteps } from './steps.ts';

type Ended = { name: string; steps: VerifyOutcome['result']['links'][number]['steps'] };

const isRetiring = ({ credential, spoke }: LinkView): boolean =>
  spoke !== undefined && readRetiring(credential.component.body.description) !== undefined;

/**
 * Ends the rotations whose time has come, of links that were verified and work. What can't be ended is left to the next
 * run, and is no failure of the link.
 * @returns the same outcome with what was done to its links, and a line for each old app that went or could not
 */
export const finishDue = async (
  outcome: VerifyOutcome,
  { hub, spokes, apiVersion }: VerifyRequest,
  clock: Clock = systemClock
): Promise<{ outcome: VerifyOutcome; notes: string[] }> => {
  const due = outcome.views.filter((view, i) => isRetiring(view) && outcome.verdicts[i].passed);
  if (due.length === 0) return { outcome, notes: [] };
  const now = new Date(clock.now());
  const logins = await readLogins();
  const context: Context = {
    hub: hub.conn,
    hubTurn: pLimit(1),
    deadline: clock.now() + longestDeploy,
    clock,
    waiting: () => undefined,
    did: () => undefined,
    again: againCommand({ hub, spokes, retireNow: false, deleteCertificate: false }),
  };
  const notes: string[] = [];
  const end = async ({ hub: state, credential, spokeName }: LinkView): Promise<Ended | undefined> => {
    const { name } = credential;
    const named = spokes.find((spoke) => spoke.name === spokeName);
    try {
      guardClock(hub.name);
      const view = await lookAt(hub, state, credential, named, logins, apiVersion, now);
      const steps = farewellSteps(view, { target: undefined, name: '', retireNow: false, now });
      if (!(await finish(view, false, context))) return undefined;
      const [old] = steps;
      if (old) {
        const done = say('s2s', `done.${old.action}`);
        notes.push(say('s2s', 'rotate.ended', { name, app: old.name, spoke: view.spokeName, done }));
      }
      return { name, steps };
    } catch (error) {
      const { message } = explainConnection(error, hub.name, hub.conn.instanceUrl);
      notes.push(say('s2s', 'rotate.notEnded', { name, problem: message, again: context.again }));
      return undefined;
    }
  };
  const ended = (await Promise.all(due.map(end))).flatMap((one) => one ?? []);
  const links = outcome.result.links.map((link) => {
    const steps = ended.find(({ name }) => name === link.name)?.steps;
    return steps ? { ...link, steps, changed: true, state: 'linked' as const } : link;
  });
  return { outcome: { ...outcome, result: { ...outcome.result, links } }, notes };
};
