import { endApp } from '../link/endApp.ts';
import type { Component } from '../metadata/component.ts';
import { isAdopted, ownerOf, withRotated } from '../metadata/marker.ts';
import { refreshed } from '../metadata/signing.ts';
import { type App, settingsOf } from '../observe/app.ts';
import type { Context, Rotating } from './context.ts';
import { deployCredential } from './deployAll.ts';

/** What becomes of the old app: it is deleted, goes back to whoever made it, or stays because another link needs it. */
export type Farewell = 'delete' | 'release' | 'keep';

/** Pure: what is to become of the old app of a link. */
export const farewellOf = ({ hub, credential }: Rotating, app: App): Farewell => {
  const key = settingsOf(app).consumerKey;
  const others = hub.credentials.filter(({ name }) => name !== credential.name);
  if (key !== undefined && others.some(({ claims }) => claims.iss === key)) return 'keep';
  const { description } = app.component.body;
  if (ownerOf(description, hub.org.id) !== 'ours') return 'keep';
  return isAdopted(description) ? 'release' : 'delete';
};

/**
 * Ends a rotation: the old app goes, then the line that tells of it. Stopped between the two, the next run does the rest.
 * @param old undefined when it is gone already
 * @returns the external credential as it is then
 */
export const retire = async (view: Rotating, old: App | undefined, context: Context): Promise<Component> => {
  if (old && farewellOf(view, old) !== 'keep') await endApp(view.conn, view.spokeName, old, context);
  context.did('farewell');
  const { body } = view.credential.component;
  const told = withRotated(body.description, new Date(context.clock.now()).toISOString());
  const component = refreshed(view.credential.component, told);
  await deployCredential(view, component, context);
  return component;
};
