import { permissionSetLicenseRows, userLicenseRows } from './licenses.ts';
import { sessionRows } from '../oauth/sessions.ts';
import { bothApis } from './description.ts';
import type { Description } from './description.ts';
import { userPermissionAccess, userPermissions } from './permissions.ts';

const address = 'Street City State PostalCode Country';

const userFields =
  'Username FirstName LastName Email Alias CommunityNickname LanguageLocaleKey LocaleSidKey TimeZoneSidKey EmailEncodingKey ' +
  `Title Department Division CompanyName EmployeeNumber FederationIdentifier Phone MobilePhone Fax Extension ${address}`;
const writableUserFields = `IsActive ProfileId ManagerId ${userFields}`;

/** The org, its users, their logins and sessions. */
export const userDescriptions: Record<string, Description> = {
  Organization: {
    apis: bothApis,
    strings: `Name InstanceName NamespacePrefix OrganizationType LanguageLocaleKey DefaultLocaleSidKey TimeZoneSidKey Division Phone Fax PrimaryContact ${address}`,
    booleans: 'IsSandbox',
    datetimes: 'TrialExpirationDate',
    unsimulated:
      'Address ComplianceBccEmail Default* FiscalYearStartMonth GeocodeAccuracy IsReadOnly Latitude Longitude ' +
      'Monthly* NumKnowledgeService Preferences* ReceivesAdminInfoEmails ReceivesInfoEmails SelfServiceCaseSubmitRecordTypeId ' +
      'SelfServiceEmailUserOnCaseCreationTemplateId SelfServiceNewCommentTemplateId SelfServiceNewPassTemplateId ' +
      'SelfServiceNewUserTemplateId SignupCountryIsoCode UiSkin UsesStartDateAsFiscalYearName WebToCaseDefaultOrigin',
  },
  User: {
    writers: ['ManageUsers', 'ManageInternalUsers'],
    apis: bothApis,
    strings: `Name UserType ${userFields}`,
    booleans: 'IsActive',
    datetimes: 'LastLoginDate',
    references: 'ProfileId ManagerId:User UserRoleId:UserRole',
    children: 'PermissionSetAssignments:PermissionSetAssignment.AssigneeId ManagedUsers:User.ManagerId',
    createable: writableUserFields,
    required:
      'Username LastName Email Alias ProfileId LanguageLocaleKey LocaleSidKey TimeZoneSidKey EmailEncodingKey',
    updateable: writableUserFields,
    unsimulated:
      'AboutMe AccountId Address BadgeText BannerPhotoUrl CallCenterId ContactId CurrentStatus DefaultGroupNotificationFrequency ' +
      'DefaultCurrencyIsoCode DelegatedApproverId DigestFrequency EmailPreferences* ForecastEnabled FullPhotoUrl GeocodeAccuracy ' +
      'IndividualId IsExtIndicatorVisible IsPortalEnabled IsPortalSelfRegistered IsPrmSuperUser IsProfilePhotoActive ' +
      'JigsawImportLimitOverride LastPasswordChangeDate LastReferencedDate LastViewedDate Latitude Longitude MediumBannerPhotoUrl ' +
      'MediumPhotoUrl MiddleName NumberOfFailedLogins OfflinePdaTrialExpirationDate OfflineTrialExpirationDate ' +
      'OutOfOfficeMessage PasswordExpirationDate PortalRole ReceivesAdminInfoEmails ReceivesInfoEmails SenderEmail SenderName ' +
      'Signature SmallBannerPhotoUrl SmallPhotoUrl StayInTouch* Suffix UserPermissions* UserPreferences* UserSubtype',
  },
  UserLogin: {
    booleans: 'IsFrozen IsPasswordLocked',
    references: 'UserId',
    system: 'LastModifiedDate LastModifiedById',
    updateable: 'IsFrozen',
    writers: ['ManageUsers'],
  },
  Profile: {
    apis: bothApis,
    strings: 'Name UserType Description',
    references: 'UserLicenseId',
    children: 'Users:User.ProfileId',
    unsimulated: 'IsSsoEnabled LastReferencedDate LastViewedDate Permissions*',
  },
  UserLicense: {
    strings: 'Name MasterLabel Status',
    ints: 'TotalLicenses UsedLicenses',
    system: 'CreatedDate LastModifiedDate SystemModstamp',
    unsimulated: 'LicenseDefinitionKey MonthlyLoginsEntitlement MonthlyLoginsUsed UsedLicensesLastUpdated',
    view: userLicenseRows,
  },
  PermissionSetLicense: {
    strings: 'DeveloperName MasterLabel Status',
    ints: 'TotalLicenses UsedLicenses',
    unsimulated:
      'ExpirationDate IsAvailableForIntegrations IsSupplementLicense Language LicenseExpirationPolicy MaximumPermissions* UsedLicensesLastUpdated',
    view: permissionSetLicenseRows,
  },
  PermissionSetLicenseAssign: {
    readers: ['ViewSetup', 'AssignPermissionSets'],
    // "To assign a permission set license: Manage Users" (Salesforce Help).
    writers: ['ManageUsers'],
    references: 'AssigneeId:User PermissionSetLicenseId',
    createable: 'AssigneeId PermissionSetLicenseId',
    required: 'AssigneeId PermissionSetLicenseId',
    deletable: true,
    unsimulated: 'IsRevoked LastCreatedByChangeId LastDeletedByChangeId',
  },
  UserPermissionAccess: {
    booleans: userPermissions.map((name) => `Permissions${name}`).join(' '),
    system: '',
    unsimulated: 'LastCacheUpdate Permissions*',
    view: (org, userId) => [userPermissionAccess(org, userId)],
  },
  LoginHistory: {
    readers: ['ManageUsers', 'MonitorLoginHistory'],
    strings: 'LoginType Status Application SourceIp LoginUrl',
    datetimes: 'LoginTime',
    references: 'UserId',
    system: '',
    unsimulated:
      'ApiType ApiVersion AuthenticationServiceId AuthMethodReference Browser CipherSuite ClientVersion CountryIso ForwardedForIp ' +
      'LoginGeoId LoginSubType NetworkId OptionsIsGet OptionsIsPost Platform TlsProtocol',
  },
  AuthSession: {
    readers: ['ManageUsers'],
    writers: ['ManageUsers'],
    strings: 'UserType LoginType SessionType SessionSecurityLevel SourceIp LogoutUrl',
    ints: 'NumSecondsValid',
    datetimes: 'CreatedDate LastModifiedDate',
    booleans: 'IsCurrent',
    references: 'UsersId:User LoginHistoryId ParentId:',
    system: '',
    deletable: true,
    unsimulated: 'IsAssociatedWithJwtAccessToken LoginGeoId LoginSubType',
    view: sessionRows,
  },
};
