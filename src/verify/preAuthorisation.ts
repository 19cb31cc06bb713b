import { settingsOf } from '../observe/app.ts';
import { endedGrant, heldGrant } from '../observe/spoke.ts';
import type { Check } from '../result.ts';
import { found, passed } from './check.ts';
import { type LinkView, valuesOf } from './view.ts';
import { isFormula } from '../metadata/formula.ts';
import { warnOfServiceUser } from './warnings.ts';

/** Rung 3, pure: an admin of the spoke has approved the service user for the app, and the user is active. */
export const checkPreAuthorisation = (view: LinkView): Check => {
  const { spoke, credential } = view;
  const values = valuesOf(view);
  if (!spoke) return found('pre-authorisation', 'skipped', 'noLogin', values);
  if (!spoke.app) return found('pre-authorisation', 'skipped', 'noApp', values);
  if (!credential.claims.sub) return found('pre-authorisation', 'skipped', 'noSubject', values);
  if (isFormula(credential.claims.sub)) return found('pre-authorisation', 'skipped', 'formula', values);
  if (!spoke.serviceUser) return found('pre-authorisation', 'failed', 'noUser', values);
  if (!spoke.serviceUser.isActive) return found('pre-authorisation', 'failed', 'inactiveUser', values);
  if (spoke.serviceUser.isFrozen)
    return found('pre-authorisation', 'failed', 'frozenUser', { ...values, userId: spoke.serviceUser.id });
  if (!settingsOf(spoke.app).adminApproved)
    return found('pre-authorisation', 'failed', 'selfAuthorised', values);
  // Nothing is what somebody sees, too, who may not look.
  if (spoke.preAuthorised.length === 0 && spoke.org.missingRights.includes('ViewSetup'))
    return found('pre-authorisation', 'skipped', 'noRight', { ...values, user: spoke.org.user.username });
  if (spoke.preAuthorised.length === 0)
    return found('pre-authorisation', 'failed', 'noPermissionSet', values);
  const through = heldGrant(spoke);
  const ended = endedGrant(spoke);
  if (!through && ended)
    return found('pre-authorisation', 'failed', 'assignmentEnded', {
      ...values,
      permissionSet: ended.name,
      end: ended.until?.slice(0, 10),
    });
  if (!through) {
    const onlyProfiles = spoke.preAuthorised.every(({ ofProfile }) => ofProfile);
    return found('pre-authorisation', 'failed', onlyProfiles ? 'noPermissionSet' : 'notAssigned', values);
  }
  if (spoke.serviceUserRights?.includes('ApiEnabled') === false)
    return found('pre-authorisation', 'failed', 'noApi', values);
  return warnOfServiceUser(passed('pre-authorisation', { ...values, permissionSet: through.name }), view);
};
