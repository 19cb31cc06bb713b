import { say } from '../text/messages.ts';
import type { App } from '../observe/app.ts';
import type { StepResult } from '../result.ts';
import type { Deed, Rotating, Target } from './context.ts';
import { dueAt, leftApp, type Phase, phaseOf } from './phase.ts';
import { type Farewell, farewellOf } from './retire.ts';
import { successorNames, successorParts } from './successor.ts';

/** What of a link's way to a certificate is asked for: a certificate to be made has only a name. */
export type Way = { target: Target | 'new' | undefined; name: string; retireNow: boolean; now: Date };

const step = (
  org: 'hub' | 'spoke',
  type: string,
  name: string,
  action: StepResult['action'],
  more: Partial<StepResult> = {}
): StepResult => ({ org, type, name, action, changes: [], reason: null, ...more });

/** Pure: the app that takes the place of the link's. */
const newApp = (view: Rotating): StepResult[] => {
  const { spoke, hub, siblings } = view;
  const names = successorNames(spoke.app!, hub.org.url, siblings.taken);
  const certificate = { later: 'certificatePem' } as const;
  return successorParts(spoke.app!, names, { hubUrl: hub.org.url, spoke, marker: '', certificate }).map(
    ({ type, fullName }) => step('spoke', type, fullName, 'create')
  );
};

/** The app that a link leaves, or has left. */
const oldAppOf = ({ credential, siblings, spoke }: Rotating, phase: Phase): App | undefined => {
  if (phase === 'begin' || phase === 'switch') return spoke.app;
  return leftApp(credential, siblings.apps);
};

/** Pure: what becomes of the old app, now or later. */
export const farewellSteps = (view: Rotating, { target, retireNow, now }: Way): StepResult[] => {
  const { hub, credential, siblings } = view;
  const old = oldAppOf(view, phaseOf(hub, credential, siblings.apps, target).phase);
  if (!old) return [];
  const { type, fullName } = old.component;
  const farewell = farewellOf(view, old);
  const become = (action: Farewell, reason: string | null): StepResult[] => [
    step('spoke', type, fullName, action, { reason }),
  ];
  if (farewell === 'keep') return become('keep', say('s2s', 'rotate.keptForOthers'));
  const due = dueAt(credential, old, now.getTime());
  if (due > now.getTime() && !retireNow) {
    const date = new Date(due).toISOString().slice(0, 16).replace('T', ' ');
    return become('keep', say('s2s', 'rotate.keptUntil', { date }));
  }
  return become(farewell, farewell === 'release' ? say('s2s', 'unlink.reason.adopted') : null);
};

/** Pure: what leads a link to a certificate; the old app stays as it is. */
export const advanceSteps = (view: Rotating, way: Way): StepResult[] => {
  const { hub, credential, siblings } = view;
  const { phase } = phaseOf(hub, credential, siblings.apps, way.target);
  const change = (action: StepResult['action'], changes: string[]): StepResult =>
    step('hub', 'ExternalCredential', credential.name, action, { changes });
  if (phase === 'done') return [change('unchanged', [])];
  if (phase === 'retire') return [];
  if (phase === 'refresh') return [change('update', ['S2S_Refresh'])];
  return [
    step('hub', 'Certificate', way.name, way.target === 'new' ? 'create' : 'unchanged'),
    ...(phase === 'begin' ? newApp(view) : []),
    change('update', ['certificate', 'iss', 'kid']),
  ];
};

/** Pure: what a rotation would do to one link. */
export const rotationSteps = (view: Rotating, way: Way): StepResult[] => [
  ...advanceSteps(view, way),
  ...farewellSteps(view, way),
];

const deedOf = ({ org, action }: StepResult): Deed => {
  if (org === 'hub') return 'credential';
  return action === 'create' ? 'app' : 'farewell';
};

/** Pure: whether a step was done; of a certificate that is to be made it is known beforehand. */
export const isDone = (one: StepResult, deeds: Set<Deed>): boolean =>
  ['unchanged', 'keep'].includes(one.action) || one.type === 'Certificate' || deeds.has(deedOf(one));
