import type { SfError } from '@salesforce/core';
import { credentialNamed } from '../observe/find.ts';
import { type HubState, observeHub } from '../observe/hub.ts';
import { atOrg, explainConnection } from '../org/explain.ts';
import type { LinkResult, StepResult } from '../result.ts';
import { describe } from '../verify/links.ts';
import { type Verdict, verifyLink } from '../verify/verify.ts';
import type { LinkView } from '../verify/view.ts';
import type { Context, Rotating, Target } from './context.ts';
import { finish } from './finish.ts';
import { lookAt } from './look.ts';
import type { RotateRequest } from './request.ts';
import { rotateLink } from './rotateLink.ts';
import type { Looked } from './select.ts';
import { rotationSteps, type Way } from './steps.ts';

/** What became of one link. */
export type Turn = {
  view: LinkView;
  steps: StepResult[];
  changed: boolean;
  verdict?: Verdict;
  problem?: SfError;
};

/** A link of which nothing is known but what the hub holds. */
export const viewFromHub = (state: HubState, { credential }: Looked, hubName: string): LinkView => ({
  hub: state,
  link: { assigned: [], ended: [], users: new Map() },
  credential,
  certificate: state.certificates.find(({ name }) => name === credential.certificate),
  calloutUsers: [],
  hubName,
});

/** What became of one link, as a result. */
export const describeTurn = ({ view, steps, changed, verdict, problem }: Turn, now: Date): LinkResult =>
  describe(view, now, {
    steps,
    changed,
    checks: verdict?.checks ?? [],
    problem: problem
      ? { name: problem.name, message: problem.message, actions: problem.actions ?? [] }
      : null,
  });

/** Rotates one link, proves it, and ends what is due. What goes wrong belongs to this link alone. */
export const takeTurn = async (
  view: Rotating,
  target: Target | undefined,
  way: Way,
  request: RotateRequest,
  context: Context
): Promise<Turn> => {
  const { hub, clock } = context;
  const steps = rotationSteps(view, way);
  const turn: Turn = { view, steps, changed: way.target === 'new' };
  try {
    turn.changed = (await rotateLink(view, target, context)) || turn.changed;
    const state = await atOrg(view.hubName, hub.instanceUrl, observeHub(hub, view.hubName));
    const credential = credentialNamed(state, view.credential.name)!;
    const end = { conn: view.conn, name: view.spokeName };
    const after = await lookAt(request.hub, state, credential, end, [], request.apiVersion, way.now);
    turn.view = after;
    turn.verdict = await verifyLink(after, hub, {
      deadline: turn.changed ? context.deadline : 0,
      clock,
      waiting: context.waiting,
    });
    if (turn.verdict.passed) turn.changed = (await finish(after, way.retireNow, context)) || turn.changed;
  } catch (error) {
    turn.problem = explainConnection(error, view.hubName, hub.instanceUrl);
  }
  return turn;
};
