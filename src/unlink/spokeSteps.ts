import { say } from '../text/messages.ts';
import { asList, type Component, textOf } from '../metadata/component.ts';
import { isAdopted, isSameId, readMarker } from '../metadata/marker.ts';
import { isSameName } from '../names.ts';
import { ending, keep, ownSet, rowsOf } from './hubSteps.ts';
import type { SpokeApp, SpokeParts } from './observeSpoke.ts';
import type { Bystander } from './select.ts';
import type { OwnSet } from '../observe/ownSets.ts';
import type { UnlinkStep } from './step.ts';
import { userSteps } from './userSteps.ts';

/** Whether link made something, as opposed to taking it over. */
const isMade = ({ component }: { component: Component }): boolean => !isAdopted(component.body.description);

/**
 * What goes on using an app; where the spoke does not tell its key, everything counts that leads there. For an app that goes
 * back to its maker only links of ours count.
 */
const usersOf = ({ key, app }: SpokeApp, bystanders: Bystander[]): string[] =>
  bystanders
    .filter((one) => one.isOurs || isMade(app))
    .filter((one) => (key === undefined ? one.isOfSpoke : one.key === key))
    .map(({ name }) => name);

/** Links that have been rotated away from an app: the hub may still call with its tokens. */
const retiredBy = ({ app }: SpokeApp, bystanders: Bystander[]): string[] =>
  bystanders
    .filter(({ isOfSpoke, retiring }) => isOfSpoke && isSameName(retiring, app.names.app))
    .map(({ name }) => name);

/** Why an app stays, in words; undefined where nothing on the hub has a use for it. */
const reasonToStay = (app: SpokeApp, bystanders: Bystander[]): string | undefined => {
  const [users, retired] = [usersOf(app, bystanders), retiredBy(app, bystanders)];
  if (users.length > 0) return say('s2s', 'unlink.reason.shared', { names: users.join(', ') });
  return retired.length > 0 ? say('s2s', 'unlink.reason.retiring', { names: retired.join(', ') }) : undefined;
};

/** Permission sets that pre-authorise some apps. */
const approving = (sets: OwnSet[], apps: SpokeApp[]): OwnSet[] =>
  sets.filter(({ grants }) =>
    grants.some(({ appId }) => apps.some(({ id }) => id !== undefined && isSameId(id, appId)))
  );

/** Rows by which a set of ours that goes pre-authorises an app that stays. */
const grantsOf = ({ component, grants }: OwnSet, staying: SpokeApp[]): UnlinkStep[] =>
  !isMade({ component })
    ? []
    : grants.flatMap(({ id, appId }) =>
        staying
          .filter((app) => app.id !== undefined && isSameId(app.id, appId))
          .map(({ app }) => ({
            org: 'spoke',
            type: 'SetupEntityAccess',
            name: `${component.fullName}: ${app.names.app}`,
            action: 'delete',
            changes: [],
            rowId: id,
          }))
      );

/** An app that goes back to its maker without naming permission sets that are gone: a connected app names them by label. */
const withoutSets = (component: Component, going: OwnSet[]): Component => {
  const labels = going.map((set) => textOf(set.component.body.label));
  const { permissionSetName, ...body } = component.body;
  const left = asList(permissionSetName)
    .map(textOf)
    .filter((label) => !labels.includes(label));
  return { ...component, body: { ...body, ...(left.length > 0 && { permissionSetName: left }) } };
};

/** The app, with the permission sets and profiles that others let use it. */
const appStep = ({ app, grants }: SpokeApp, own: OwnSet[], going: OwnSet[]): UnlinkStep => {
  const others = grants.filter(({ setId }) => !own.some(({ id }) => isSameId(id, setId)));
  const step = ending(
    'spoke',
    app.component,
    others.map(({ name }) => `SetupEntityAccess ${name}`)
  );
  return step.component ? { ...step, component: withoutSets(step.component, going) } : step;
};

/**
 * Pure: what happens on the spoke. Every app of the hub goes, the second one of a rotation too, unless something
 * else on the hub uses it; then the permission sets, which the policies of the apps name; then the users that link made.
 * @param bystanders credentials of the hub that stay
 */
export const spokeSteps = (
  { apps, sets, users: made, usedApp }: Omit<SpokeParts, 'org'>,
  bystanders: Bystander[]
): UnlinkStep[] => {
  const shared = apps.filter((app) => reasonToStay(app, bystanders) !== undefined);
  const endingApps = apps.filter((app) => !shared.includes(app));
  const staying = endingApps.filter(({ app }) => !isMade(app));
  const keptSets = approving(sets, shared);
  const going = sets.filter((set) => !keptSets.includes(set));
  const users = shared.flatMap((app) => [...usersOf(app, bystanders), ...retiredBy(app, bystanders)]);
  const names = [...new Set(users)].join(', ');
  const rows = going.flatMap((set) => [...grantsOf(set, staying), ...rowsOf('spoke', set)]);
  const ownAppIds = apps.flatMap(({ id }) => id ?? []);
  const gone = rows.flatMap(({ rowId }) => rowId ?? []);
  return [
    ...endingApps.map((app) => appStep(app, sets, going.filter(isMade))),
    ...rows,
    ...going.map((set) => ownSet('spoke', set, [])),
    ...userSteps(made, bystanders, ownAppIds, gone),
    ...shared.map((app) =>
      keep('spoke', app.app.component.type, app.app.names.app, reasonToStay(app, bystanders)!)
    ),
    ...keptSets.map(({ component }) =>
      keep('spoke', 'PermissionSet', component.fullName, say('s2s', 'unlink.reason.shared', { names }))
    ),
    ...(usedApp
      ? [
          keep(
            'spoke',
            usedApp.type,
            usedApp.fullName,
            say('s2s', readMarker(usedApp.body.description) ? 'unlink.other.hub' : 'unlink.other.foreign')
          ),
        ]
      : []),
  ];
};
