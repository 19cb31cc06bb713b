import { accessDescriptions } from './catalogAccess.ts';
import { credentialDescriptions } from './catalogCredentials.ts';
import { userDescriptions } from './catalogUsers.ts';
import type { Description } from './description.ts';

/** The sObjects that the simulated org has, with the fields that its types need (Object Reference, Tooling API reference). */
export const descriptions: Record<string, Description> = {
  ...userDescriptions,
  ...accessDescriptions,
  ...credentialDescriptions,
};

/**
 * sObjects that each org has and this simulator has not: it says so. Others that it lacks belong to features, and are
 * refused as an org without that feature does it.
 */
const unsimulated = new Set(
  `Account AccountContactRelation ActionLinkTemplate ApexClass ApexCodeCoverage ApexCodeCoverageAggregate ApexComponent
  ApexEmailNotification ApexExecutionOverlayAction ApexLog ApexOrgWideCoverage ApexPage ApexTestQueueItem ApexTestResult
  ApexTestRunResult ApexTestSuite ApexTrigger AppDefinition AppMenuItem Asset AsyncApexJob Attachment AuraDefinition
  AuraDefinitionBundle AuthConfig AuthProvider BusinessHours Campaign CampaignMember Case CaseComment ContainerAsyncRequest
  Contact ContentDocument ContentDocumentLink ContentVersion ContentWorkspace Contract CorsWhitelistEntry CronJobDetail
  CronTrigger CspTrustedSite CustomApplication CustomField CustomObject CustomPermission CustomTab Dashboard DatacloudAddress
  DebugLevel Document EmailMessage EmailTemplate EntityDefinition EntityParticle Event EventLogFile ExternalDataSource
  FeedItem FieldDefinition FieldPermissions FieldSet FlexiPage Flow FlowDefinition FlowDefinitionView FlowInterview Folder
  FormulaFunction Group GroupMember Holiday IdpEventLog InstalledSubscriberPackage Layout Lead LoginGeo LoginIp
  MetadataContainer MetadataContainerMember MutingPermissionSet Note OauthToken
  ObjectTerritory2AssignmentRule Opportunity OpportunityLineItem Order OrgWideEmailAddress PackageInstallRequest
  PackageLicense PermissionSetTabSetting PlatformEventChannel Pricebook2
  PricebookEntry Product2 ProfileLayout QueueSobject QuickActionDefinition Quote RecentlyViewed RecordType RemoteProxy
  Report SamlSsoConfig Scontrol SecurityHealthCheck SecurityHealthCheckRisks SessionPermSetActivation SetupAuditTrail
  StaticResource SubscriberPackage SubscriberPackageVersion TabDefinition Task TenantSecret ThirdPartyAccountLink Topic
  TraceFlag UserEntityAccess UserExternalCredential UserFieldAccess UserPreference UserRecordAccess UserRole UserTerritory2Association
  ValidationRule VerificationHistory Vote WebLink WorkflowRule`
    .toLowerCase()
    .split(/\s+/)
);

/** Whether Salesforce has an sObject of that name in each org, though this simulator has not. */
export const isUnsimulated = (name: string): boolean => unsimulated.has(name.toLowerCase());
