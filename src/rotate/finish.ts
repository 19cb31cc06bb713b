import type { Component } from '../metadata/component.ts';
import type { Context, Rotating } from './context.ts';
import { dueAt, phaseOf } from './phase.ts';
import { retire } from './retire.ts';

/**
 * Ends a rotation whose time has come. Only for a link that works: until then the old app is the way back.
 * @returns the external credential as it is then; undefined when the time has not come, or nothing is to be ended
 * @throws SfError when an org refuses; the next run does what is left
 */
export const finish = async (
  view: Rotating,
  retireNow: boolean,
  context: Context
): Promise<Component | undefined> => {
  const { phase, app } = phaseOf(view.hub, view.credential, view.siblings.apps, undefined);
  if (phase !== 'retire') return undefined;
  const isDue = app === undefined || dueAt(view.credential, app, context.clock.now()) <= context.clock.now();
  return isDue || retireNow ? retire(view, app, context) : undefined;
};
