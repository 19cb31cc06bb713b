import type { SfError } from '@salesforce/core';
import { describeProblem } from '../describe.ts';
import { noGroups } from '../observe/calloutGroups.ts';
import { presentCredential } from '../observe/find.ts';
import { type HubState, observeHub } from '../observe/hub.ts';
import { atOrg, explainConnection } from '../org/explain.ts';
import type { LinkResult, StepResult } from '../result.ts';
import { describe } from '../verify/links.ts';
import { type Verdict, verifyLink } from '../verify/verify.ts';
import type { LinkView } from '../verify/view.ts';
import type { Context, Deed, Rotating, Target } from './context.ts';
import { finish } from './finish.ts';
import { lookAt } from './look.ts';
import type { RotateRequest } from './request.ts';
import { rotateLink } from './rotateLink.ts';
import type { Looked } from './select.ts';
import { advanceSteps, farewellSteps, isDone, type Way } from './steps.ts';

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
  link: { ...noGroups, assigned: [], ended: [], users: new Map() },
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
    problem: describeProblem(problem),
  });

/** Rotates one link, proves it, and ends what is due. What goes wrong belongs to this link alone. */
export const takeTurn = async (
  view: Rotating,
  target: Target | undefined,
  way: Way,
  request: RotateRequest,
  shared: Omit<Context, 'did'>
): Promise<Turn> => {
  const deeds = new Set<Deed>();
  const context: Context = { ...shared, did: (deed) => void deeds.add(deed) };
  const { hub, clock } = context;
  const turn: Turn = { view, steps: advanceSteps(view, way), changed: false };
  try {
    await rotateLink(view, target, context);
    const state = await atOrg(view.hubName, hub.instanceUrl, observeHub(hub, view.hubName));
    const credential = presentCredential(state, view.credential.name, view.hubName);
    const end = { conn: view.conn, name: view.spokeName };
    const after = await lookAt(request.hub, state, credential, end, [], request.apiVersion, way.now);
    turn.view = after;
    turn.verdict = await verifyLink(after, hub, {
      deadline: deeds.size > 0 ? context.deadline : 0,
      clock,
      waiting: context.waiting,
    });
    turn.steps.push(...farewellSteps(after, { ...way, target: undefined }));
    const component = turn.verdict.passed && (await finish(after, way.retireNow, context));
    if (component) turn.view = { ...after, credential: { ...credential, component } };
  } catch (error) {
    turn.problem = explainConnection(error, view.hubName, hub.instanceUrl);
  }
  const steps = turn.steps.filter((step) => isDone(step, deeds));
  return { ...turn, steps, changed: deeds.size > 0 || steps.some(({ action }) => action === 'create') };
};
