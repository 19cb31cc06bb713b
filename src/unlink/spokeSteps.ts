import { say } from '../messages.ts';
import { asList, type Component, textOf } from '../metadata/component.ts';
import { isAdopted, isSameId, readMarker } from '../metadata/marker.ts';
import { ending, keep, ownSet, rowsOf } from './hubSteps.ts';
import type { SpokeApp, SpokeParts } from './observeSpoke.ts';
import type { HubPart } from './select.ts';
import type { OwnSet } from './sets.ts';
import type { UnlinkStep } from './step.ts';

/** Whether link made something, as opposed to taking it over. */
const isMade = ({ component }: { component: Component }): boolean => !isAdopted(component.body.description);

/** The links that go on using an app; those of which nobody knows which app they use count. */
const stillUsing = ({ key }: SpokeApp, siblings: HubPart[]): string[] =>
  siblings
    .filter(({ credential }) => key === undefined || credential?.claims.iss === key)
    .map(({ name }) => name);

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
 * Pure: what happens on the spoke. Every app of the hub goes, the second one of a rotation too, unless another link of
 * the hub uses it; then the permission sets, which the policies of the apps name.
 * @param siblings other links of the hub to this spoke
 */
export const spokeSteps = (
  { apps, sets, usedApp }: Pick<SpokeParts, 'apps' | 'sets' | 'usedApp'>,
  siblings: HubPart[]
): UnlinkStep[] => {
  const shared = apps.filter((app) => stillUsing(app, siblings).length > 0);
  const endingApps = apps.filter((app) => !shared.includes(app));
  const staying = endingApps.filter(({ app }) => !isMade(app));
  const keptSets = approving(sets, shared);
  const going = sets.filter((set) => !keptSets.includes(set));
  const reason = (names: string[]): string => say('s2s', 'unlink.reason.shared', { names: names.join(', ') });
  const users = siblings.map(({ name }) => name);
  return [
    ...endingApps.map((app) => appStep(app, sets, going.filter(isMade))),
    ...going.flatMap((set) => [...grantsOf(set, staying), ...rowsOf('spoke', set)]),
    ...going.map((set) => ownSet('spoke', set, [])),
    ...shared.map((app) =>
      keep('spoke', app.app.component.type, app.app.names.app, reason(stillUsing(app, siblings)))
    ),
    ...keptSets.map(({ component }) => keep('spoke', 'PermissionSet', component.fullName, reason(users))),
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
