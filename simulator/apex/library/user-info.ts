import type { Call } from '../values/value.ts';
import type { Definition } from './definition.ts';

/** Apex Reference Guide, "UserInfo Class" */
export const userInfo: Definition = {
  name: 'UserInfo',
  members: {
    'static Id getUserId()': ({ machine }: Call) => machine.host.user.id,
    'static String getUserName()': ({ machine }: Call) => machine.host.user.username,
    'static String getName()': ({ machine }: Call) => machine.host.user.name,
    'static String getUserEmail()': ({ machine }: Call) => machine.host.user.email,
    'static Id getProfileId()': ({ machine }: Call) => machine.host.user.profileId,
    'static Id getOrganizationId()': ({ machine }: Call) => machine.host.orgId,
    'static String getOrganizationName()': ({ machine }: Call) => machine.host.orgName,
  },
  lacks: `getDefaultCurrency getFirstName getLanguage getLastName getLocale getSessionId getTimeZone getUiTheme
    getUiThemeDisplayed getUserRoleId getUserType hasPackageLicense isCurrentUserLicensed
    isCurrentUserLicensedForPackage isMultiCurrencyOrganization`,
};
