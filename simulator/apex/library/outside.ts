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

/** Types of the Apex Reference Guide and further sObjects that are not simulated. */
const names = new Set(
  `AccessType Address Answers Auth.AuthConfiguration Auth.AuthProviderCallbackState Auth.AuthProviderPlugin
  Auth.AuthProviderPluginClass Auth.AuthProviderTokenResponse Auth.AuthToken Auth.CommunitiesUtil
  Auth.ConfigurableSelfRegHandler Auth.ConnectedAppPlugin Auth.HttpCalloutMockUtil Auth.IntegratingAppType
  Auth.InvocationContext Auth.JWTUtil Auth.JWTValidationException Auth.LightningLoginEligibility
  Auth.LoginDiscoveryHandler Auth.LogoutReason Auth.OAuthRefreshResult Auth.RegistrationHandler
  Auth.SamlJitHandler Auth.SessionLevel Auth.SessionManagement Auth.UserData Auth.VerificationMethod
  Auth.VerificationPolicy Auth.VerificationResult BatchableContext Callable Cases Collator Collection
  Component Continuation Cookie CustomNotificationType Database.Batchable Database.BatchableContext
  Database.Cursor Database.DMLOptions Database.EmptyRecycleBinResult Database.GetDeletedResult
  Database.LeadConvert Database.MergeResult Database.QueryLocator Database.QueryLocatorIterator
  Database.Stateful Database.UndeleteResult DataWeave Domain DomainCreator DomainParser
  ExternalServiceTest FeatureManagement Finalizer FinalizerContext FlexQueue Flow.Interview
  FormulaRecalcFieldError FormulaRecalcResult HttpCalloutMock Ideas InstallContext InstallHandler
  KnowledgeArticle Location MultiStaticResourceCalloutMock Network OrgLimit OrgLimits Packaging
  PageReference ParentJobResult ProcessInstance Queueable QueueableContext QueueableDuplicateSignature
  Quiddity RemoteObjectController Request ResetPasswordResult RestContext RestRequest RestResponse
  SandboxContext SandboxPostCopy Schedulable SchedulableContext Security SelectOption
  SObjectAccessDecision SObjectComparator SObjectField StaticResourceCalloutMock StubProvider Trigger
  TriggerOperation UninstallContext UninstallHandler UserLogin UserManagement Version WebServiceCallout
  WebServiceMock XmlStreamReader XmlStreamWriter ZipReader ZipWriter`
    .toLowerCase()
    .split(/\s+/)
);

/** Whether Salesforce has a type of that name, though this simulator has not. */
export const isOutside = (name: string): boolean => {
  const key = name.toLowerCase().replace(/^system\./, '');
  return names.has(key) || namespaces.has(key.split('.')[0]);
};
