/** Name spaces of Salesforce none of whose types is simulated. */
const namespaces = new Set(
  `Action ApexPages AppLauncher Approval Cache Canvas ChatterAnswers CommerceExtension CommercePayments
  CommerceTax Compression ConnectApi Context DataSource DataWeave Datacloud Dom EventBus ExternalService
  FlowTesting FormulaEval Functions Hclm IndustriesDigitalLending Invocable IsvPartners KbManagement Label LxScheduler
  Messaging Metadata Pref_center Process QuickAction Reports RichMessaging Schema Search Sfc Sfdc_Checkout
  Sfdc_Surveys Site Slack Support TerritoryMgmt TxnSecurity UserProvisioning VisualEditor Wave`
    .toLowerCase()
    .split(/\s+/)
);

/** Types of the Apex Reference Guide and standard sObjects that are not simulated. */
const names = new Set(
  `Account Asset Attachment AsyncApexJob Address AccessLevel AccessType Answers ApexClass ApexTrigger
  Auth.AuthConfiguration Auth.AuthProviderCallbackState Auth.AuthProviderPlugin Auth.AuthProviderPluginClass
  Auth.AuthProviderTokenResponse Auth.AuthToken Auth.CommunitiesUtil Auth.ConfigurableSelfRegHandler
  Auth.ConnectedAppPlugin Auth.HttpCalloutMockUtil Auth.IntegratingAppType Auth.InvocationContext Auth.JWTUtil
  Auth.JWTValidationException Auth.LightningLoginEligibility Auth.LoginDiscoveryHandler Auth.LogoutReason
  Auth.OAuthRefreshResult Auth.RegistrationHandler Auth.SamlJitHandler Auth.SessionLevel Auth.SessionManagement
  Auth.UserData Auth.VerificationMethod Auth.VerificationPolicy Auth.VerificationResult
  BatchableContext BusinessHours Callable Campaign CaseComment Case Cases Collator Collection Comparator Component
  Contact ContentDocument ContentVersion Continuation Contract Cookie CronTrigger CustomNotificationType
  Database.Batchable Database.BatchableContext Database.Cursor Database.DeleteResult Database.DMLOptions
  Database.EmptyRecycleBinResult Database.Error Database.GetDeletedResult Database.LeadConvert
  Database.MergeResult Database.QueryLocator Database.QueryLocatorIterator Database.SaveResult
  Database.Stateful Database.UndeleteResult Database.UpsertResult DataWeave DomainCreator DomainParser Domain Document
  EmailMessage EmailTemplate Event ExternalServiceTest FeatureManagement FlexQueue Finalizer FinalizerContext Flow
  Flow.Interview Folder FormulaRecalcFieldError FormulaRecalcResult Group GroupMember HttpCalloutMock Ideas
  InstallContext InstallHandler JSONGenerator JSONParser JSONToken KnowledgeArticle Lead Location
  MultiStaticResourceCalloutMock Network Note Opportunity Order OrgLimit OrgLimits Packaging PageReference
  ParentJobResult Pricebook2 PricebookEntry Product2 ProcessInstance Queueable QueueableContext
  QueueableDuplicateSignature QuickActionDefinition Quote RecordType RemoteObjectController Request Quiddity
  ResetPasswordResult RestContext RestRequest RestResponse SandboxContext SandboxPostCopy Savepoint Schedulable
  SchedulableContext SObjectField SObjectType SObjectAccessDecision Security SelectOption SObjectComparator
  StaticResourceCalloutMock StubProvider Task Test Time TimeZone Topic Trigger TriggerOperation
  UninstallContext UninstallHandler UserLogin UserManagement UserRole Version WebServiceCallout WebServiceMock
  XmlStreamReader XmlStreamWriter ZipWriter ZipReader`
    .toLowerCase()
    .split(/\s+/)
);

/** Whether Salesforce has a type of that name, though this simulator has not. */
export const isOutside = (name: string): boolean => {
  const key = name.toLowerCase().replace(/^system\./, '');
  return names.has(key) || namespaces.has(key.split('.')[0]);
};
