import type { Context, Rotating } from './context.ts';
import { dueAt, phaseOf } from './phase.ts';
import { retire } from './retire.ts';

/**
 * Ends a rotation whose time has come. Only for a link that works: until then the old app is the way back.
 * @returns whether anything was changed
 * @throws SfError when an org refuses; the next run does what is left
 */
export const finish = async (view: Rotating, retireNow: boolean, context: Context): Promise<boolean> => {
  const { phase, app } = phaseOf(view.hub, view.credential, view.siblings.apps, undefined);
  if (phase !== 'retire') return false;
  const due = dueAt(view.credential, app);
  const isDue = app === undefined || (due !== undefined && due <= context.clock.now());
  if (!isDue && !retireNow) return false;
  await retire(view, app, context);
  return true;
};
