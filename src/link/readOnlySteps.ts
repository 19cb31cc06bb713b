import type { X509Certificate } from 'node:crypto';
import type { App } from '../observe/app.ts';
import { heldGrant, preAuthorisingSet, type SpokeState } from '../observe/spoke.ts';
import { type Missing, missingOn, settingsMissing } from '../todo.ts';
import type { Step } from './step.ts';

/**
 * Pure: what the spoke holds of a link through somebody else's app. Nothing is written there; what is missing is left to
 * a person.
 */
export const readOnlySteps = (
  spoke: SpokeState,
  { names, component }: App,
  certificate: X509Certificate | undefined
): Step[] => {
  const missing = missingOn(spoke, certificate);
  const set = heldGrant(spoke)?.name ?? preAuthorisingSet(spoke) ?? names.permissionSet;
  const step = (type: Step['type'], name: string, own: Missing[]): Step => {
    const changes = missing.filter((what) => own.includes(what));
    return { org: 'spoke', type, name, action: changes.length > 0 ? 'manual' : 'unchanged', changes };
  };
  return [
    step(component.type, names.app, settingsMissing),
    step('SetupEntityAccess', `${set}: ${names.app}`, ['newPermissionSet', 'permissionSet']),
    ...(spoke.serviceUser
      ? [step('PermissionSetAssignment', `${set}: ${spoke.serviceUser.username}`, ['assignment'])]
      : []),
  ];
};
