import { say } from '../text/messages.ts';
import { isSameId } from '../metadata/marker.ts';
import { isSameName } from '../names.ts';
import { isFormula } from '../metadata/formula.ts';
import { keep } from './hubSteps.ts';
import type { Bystander } from './select.ts';
import type { SetRow } from '../observe/ownSets.ts';
import type { UnlinkStep } from './step.ts';
import type { OwnUser } from './users.ts';

/** Why a user stays in use, in words; undefined where nothing else is known to call as that user. */
const reasonToStay = (
  { username, appIds }: OwnUser,
  bystanders: Bystander[],
  ownAppIds: string[]
): string | undefined => {
  const links = bystanders.filter(
    ({ isOfSpoke, subject }) =>
      isOfSpoke && subject !== undefined && (isSameName(subject, username) || isFormula(subject))
  );
  if (links.length > 0)
    return say('s2s', 'unlink.reason.userShared', { names: links.map(({ name }) => name).join(', ') });
  const isOther = appIds.some((appId) => !ownAppIds.some((id) => isSameId(id, appId)));
  return isOther ? say('s2s', 'unlink.reason.userOfApp') : undefined;
};

/**
 * Pure: what becomes of the service users that link made. Users can't be deleted, so one that nothing else uses is
 * deactivated, whatever it was given since: it gives its licences back, and its permission sets, as Salesforce advises (Salesforce
 * Help, "Considerations for Deactivating Users").
 * @param ownAppIds ids of the hub's apps on the spoke
 * @param gone ids of rows that go along with something else
 */
export const userSteps = (
  users: OwnUser[],
  bystanders: Bystander[],
  ownAppIds: string[],
  gone: string[]
): UnlinkStep[] =>
  users.flatMap((user) => {
    const { id, username, isActive, assignments, licenses } = user;
    const reason = reasonToStay(user, bystanders, ownAppIds);
    if (reason !== undefined) return isActive ? [keep('spoke', 'User', username, reason)] : [];
    const row =
      (type: UnlinkStep['type']) =>
      ({ id: rowId, name }: SetRow): UnlinkStep => ({
        org: 'spoke',
        type,
        name,
        action: 'delete',
        changes: [],
        rowId,
      });
    const step: UnlinkStep = {
      org: 'spoke',
      type: 'User',
      name: username,
      action: 'deactivate',
      changes: ['IsActive'],
      rowId: id,
      reason: say('s2s', 'unlink.reason.deactivated'),
    };
    return [
      ...assignments.filter((one) => !gone.includes(one.id)).map(row('PermissionSetAssignment')),
      ...licenses.map(row('PermissionSetLicenseAssign')),
      ...(isActive ? [step] : []),
    ];
  });
