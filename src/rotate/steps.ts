import { partsOf } from '../observe/app.ts';
import { say } from '../messages.ts';
import { readRetiring } from '../metadata/marker.ts';
import type { StepResult } from '../result.ts';
import type { Rotating, Target } from './context.ts';
import { dueAt, phaseOf } from './phase.ts';
import { farewellOf } from './retire.ts';
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

/** Pure: what becomes of the old app, now or later. */
const oldApp = (view: Rotating, { retireNow, now }: Way): StepResult[] => {
  const { credential, siblings, spoke } = view;
  const { phase, app } = phaseOf(view.hub, credential, siblings.apps, undefined);
  const retiring = readRetiring(credential.component.body.description);
  if (phase === 'retire' && !app) return [];
  const old =
    app ?? (phase === 'refresh' ? siblings.apps.find(({ names }) => names.app === retiring?.app) : spoke.app);
  if (!old) return [];
  const { type, fullName } = partsOf(old)[0];
  const farewell = farewellOf(view, old);
  if (farewell !== 'delete')
    return [step('spoke', type, fullName, farewell, { reason: say('s2s', `farewell.${farewell}`) })];
  const due = dueAt(credential, old);
  if (retireNow || (phase === 'retire' && due !== undefined && due <= now.getTime()))
    return [step('spoke', type, fullName, 'delete')];
  const reason =
    phase === 'retire' && due !== undefined
      ? say('s2s', 'rotate.keptUntil', { date: new Date(due).toISOString() })
      : say('s2s', 'rotate.keptAWhile');
  return [step('spoke', type, fullName, 'keep', { reason })];
};

/** Pure: what a rotation does, or would do, to one link. */
export const rotationSteps = (view: Rotating, way: Way): StepResult[] => {
  const { hub, credential, siblings } = view;
  const { phase } = phaseOf(hub, credential, siblings.apps, way.target);
  const changes = { begin: ['certificate', 'iss', 'kid'], switch: ['certificate', 'iss', 'kid'] };
  const certificate = step('hub', 'Certificate', way.name, way.target === 'new' ? 'create' : 'unchanged');
  const switched = (action: StepResult['action'], changed: string[]): StepResult =>
    step('hub', 'ExternalCredential', credential.name, action, { changes: changed });
  if (phase === 'done') return [switched('unchanged', [])];
  if (phase === 'retire') return [...oldApp(view, way)];
  if (phase === 'refresh') return [switched('update', ['S2S_Refresh']), ...oldApp(view, way)];
  return [
    certificate,
    ...(phase === 'begin' ? newApp(view) : []),
    switched('update', changes[phase]),
    ...oldApp(view, way),
  ];
};
