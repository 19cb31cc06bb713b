import { labelOf } from '../observe/app.ts';
import type { Context, Rotating, Target } from './context.ts';
import { haveNextApp, prove } from './nextApp.ts';
import { phaseOf } from './phase.ts';
import { switchOver, useNewToken } from './switchOver.ts';

/**
 * Moves one link to a certificate, from wherever an earlier run left it: a second app on the spoke, a token exchange as
 * proof, the switch on the hub, a new token. The old app stays as it is. At no point a callout of the hub fails.
 * @param target undefined where only what was begun is to be finished
 * @throws SfError; the link works then as it did, and the next run goes on
 */
export const rotateLink = async (
  view: Rotating,
  target: Target | undefined,
  context: Context
): Promise<void> => {
  const { phase, app } = phaseOf(view.hub, view.credential, view.siblings.apps, target);
  if (phase === 'refresh') {
    await useNewToken(view, view.credential.component, labelOf(view.spoke.app!), context);
    return;
  }
  if (target === undefined || (phase !== 'begin' && phase !== 'switch')) return;
  const next = await haveNextApp(view, target, app, context);
  await prove(view, target, next, context);
  const component = await switchOver(view, target, next, context);
  await useNewToken(view, component, labelOf(next.app), context);
};
