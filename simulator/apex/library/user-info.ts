import type { ApexUser } from '../host.ts';
import { declareClass } from '../types/type.ts';
import type { Call, DatetimeValue, Instance } from '../values/value.ts';
import { zoneName, zoneOffset } from '../zone.ts';
import type { Definition, Native } from './definition.ts';

const of =
  (field: keyof ApexUser): Native =>
  ({ machine }: Call) =>
    machine.host.user[field];

const sessionId = ({ machine }: Call): string => {
  const token = machine.host.sessionId();
  machine.secrets.add(token);
  return token;
};

const zone = (id: string): Instance => ({
  kind: 'Instance',
  type: { class: declareClass('TimeZone'), args: [] },
  fields: new Map(),
  state: id,
  text: () => id,
});

const zoneOf = (self: Instance): string => self.state as string;

/** Apex Reference Guide, "UserInfo Class", "TimeZone Class" */
export const userInfo: Definition[] = [
  {
    name: 'UserInfo',
    members: {
      'static Id getUserId()': of('id'),
      'static String getUserName()': of('username'),
      'static String getName()': of('name'),
      'static String getFirstName()': of('firstName'),
      'static String getLastName()': of('lastName'),
      'static String getUserEmail()': of('email'),
      'static Id getProfileId()': of('profileId'),
      'static String getUserType()': of('userType'),
      'static String getLocale()': of('locale'),
      'static String getLanguage()': of('language'),
      'static Id getUserRoleId()': () => null,
      'static TimeZone getTimeZone()': ({ machine }: Call) => zone(machine.host.user.timeZone),
      'static Id getOrganizationId()': ({ machine }: Call) => machine.host.orgId,
      'static String getOrganizationName()': ({ machine }: Call) => machine.host.orgName,
      'static String getSessionId()': sessionId,
      'static Boolean isMultiCurrencyOrganization()': () => false,
    },
    lacks: `getDefaultCurrency getUiTheme getUiThemeDisplayed hasPackageLicense isCurrentUserLicensed
      isCurrentUserLicensedForPackage`,
  },
  {
    name: 'TimeZone',
    members: {
      'static TimeZone getTimeZone(String id)': (id: string) => zone(id),
      'String getID()': zoneOf,
      'String getDisplayName()': (self: Instance, { machine }: Call) =>
        zoneName(machine.host.now(), zoneOf(self))[0],
      'Integer getOffset(Datetime at)': (self: Instance, at: DatetimeValue) =>
        zoneOffset(at.ms, zoneOf(self)) * 60_000,
      'String toString()': zoneOf,
    },
  },
];
