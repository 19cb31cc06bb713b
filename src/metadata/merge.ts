import { fingerprint } from './certificate.ts';
import {
  type Body,
  type Component,
  type ComponentType,
  type Content,
  isLater,
  registry,
  textOf,
} from './component.ts';
import { withMarker } from './marker.ts';

/** By which of its elements an entry of a repeated element is known. */
const keys: Record<string, string[]> = {
  externalCredentialParameters: ['parameterType', 'parameterName'],
  namedCredentialParameters: ['parameterType', 'parameterName'],
  externalCredentialPrincipalAccesses: ['externalCredentialPrincipal'],
  objectPermissions: ['object'],
};

/** Parameter types of which a credential has one: their names are free text, and differ between tools. */
const single = ['AuthProtocolVariant', 'AuthProviderUrl', 'SigningCertificate', 'Url', 'Authentication'];

/** What an existing entry keeps. */
const ownWords = ['parameterGroup', 'parameterName', 'description', 'sequenceNumber', 'allowCreate'];

/** Elements that count as sets: `Api, RefreshToken`. What is there stays, what is missing is added. */
const commaSeparated = ['commaSeparatedOauthScopes', 'commaSeparatedPermissionSet'];

/** Elements that are set once, at creation; afterwards they belong to the org's admins. */
const setOnce: Partial<Record<ComponentType, string[]>> = {
  PermissionSet: ['label'],
  ExternalClientApplication: ['label', 'contactEmail', 'distributionState', 'isProtected'],
  ExtlClntAppOauthSettings: ['label'],
  ExtlClntAppGlobalOauthSettings: [
    'label',
    'callbackUrl',
    'isClientCredentialsFlowEnabled',
    'isConsumerSecretOptional',
    'isIntrospectAllTokens',
    'isPkceRequired',
    'isSecretRequiredForRefreshToken',
  ],
  ExtlClntAppOauthConfigurablePolicies: [
    'label',
    'refreshTokenPolicyType',
    'refreshTokenValidityPeriod',
    'refreshTokenValidityUnit',
    'requiredSessionLevel',
  ],
  ExtlClntAppConfigurablePolicies: ['label'],
  ExternalCredential: ['label'],
  NamedCredential: ['label', 'allowMergeFieldsInBody', 'allowMergeFieldsInHeader'],
};

/**
 * Elements that an update must not send: a consumer key is refused for an app that exists, the link between an app
 * and its settings is Salesforce's own.
 */
const neverSent = ['consumerKey', 'consumerSecret', 'oauthLink'];

const asList = (content: Content): Body[] =>
  (Array.isArray(content) ? content : content === undefined ? [] : [content]) as Body[];
const keyOf = (list: string, entry: Body): string =>
  single.includes(textOf(entry.parameterType))
    ? textOf(entry.parameterType)
    : keys[list].map((name) => textOf(entry[name])).join('|');
const parts = (content: Content): string[] =>
  textOf(content)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** What the SOAP client makes of an element that is empty or nil. */
const isNil = (value: unknown): boolean =>
  value === null ||
  value === '' ||
  (typeof value === 'object' && '$' in value && Object.keys(value).length === 1);

/** Child elements without what is empty or nil, at every depth. */
const filled = (elements: Body): Body =>
  Object.fromEntries(
    Object.entries(elements)
      .filter(([name, value]) => name !== '$' && !isNil(value))
      .map(([name, value]) => [name, filledContent(value)])
  );
const filledContent = (content: Content): Content => {
  if (Array.isArray(content)) return content.filter((item) => !isNil(item)).map(filledContent);
  return typeof content === 'object' ? filled(content) : content;
};

/**
 * A component as an org told it, in the shape that this plugin builds: lists where elements repeat, nothing empty.
 * The SOAP client knows no schema for newer types: it gives one repeated element as an object, and markers for nil.
 */
export const normalise = (type: ComponentType, raw: Record<string, unknown>): Component | undefined => {
  const { fullName, ...elements } = raw as Body;
  if (typeof fullName !== 'string' || fullName === '') return undefined;
  const lists: readonly string[] = registry[type].lists;
  const body = Object.fromEntries(
    Object.entries(filled(elements)).map(([name, value]): [string, Content] => [
      name,
      lists.includes(name) ? asList(value).filter((entry) => typeof entry === 'object') : value,
    ])
  );
  return { type, fullName, body };
};

const mergeEntry = (existing: Body, wanted: Body | undefined): Body => ({
  ...existing,
  ...wanted,
  ...Object.fromEntries(Object.entries(existing).filter(([name]) => ownWords.includes(name))),
});

const mergeList = (name: string, existing: Body[], wanted: Body[]): Body[] => [
  ...existing.map((entry) =>
    mergeEntry(
      entry,
      wanted.find((other) => keyOf(name, other) === keyOf(name, entry))
    )
  ),
  ...wanted.filter((entry) => !existing.some((other) => keyOf(name, other) === keyOf(name, entry))),
];

const mergeElement = (name: string, existing: Content, wanted: Content): Content => {
  if (wanted === undefined) return existing;
  if (existing === undefined) return wanted;
  if (name === 'description') return withMarker(existing, textOf(wanted));
  if (name in keys) return mergeList(name, asList(existing), asList(wanted));
  if (commaSeparated.includes(name)) return [...new Set([...parts(existing), ...parts(wanted)])].join(', ');
  return wanted;
};

/** What must be sent so that an existing component becomes the wanted one and keeps whatever else it holds. */
export const merge = (existing: Component, wanted: Component): Component => {
  const kept = Object.entries(existing.body).filter(([name]) => !neverSent.includes(name));
  const fixed = setOnce[wanted.type] ?? [];
  const added = Object.entries(wanted.body)
    .filter(([name]) => !(fixed.includes(name) && name in existing.body))
    .map(([name, content]): [string, Content] => [name, mergeElement(name, existing.body[name], content)]);
  return { ...wanted, body: { ...Object.fromEntries(kept), ...Object.fromEntries(added) } };
};

/** Content as text that can be compared. Some orgs leave out a flag that is off: an absent one and a false one are equal. */
const canonical = (name: string, content: Content): string => {
  if (content === undefined || textOf(content) === 'false') return '';
  if (isLater(content)) return `later ${content.later}`;
  if (name === 'certificate' && textOf(content).length > 100)
    return fingerprint(textOf(content)) ?? textOf(content);
  if (commaSeparated.includes(name)) return parts(content).sort().join();
  if (Array.isArray(content))
    return content
      .map((entry) => canonical(name, entry))
      .sort()
      .join('\n');
  if (typeof content !== 'object') return textOf(content);
  return Object.entries(content)
    .map(([key, value]) => [key, canonical(key, value)])
    .filter(([, text]) => text !== '')
    .map(([key, text]) => `${key}=${text}`)
    .sort()
    .join('|');
};

const changedEntries = (name: string, before: Body[], after: Body[]): string[] =>
  after
    .filter((entry) => !before.some((other) => canonical(name, other) === canonical(name, entry)))
    .map((entry) => textOf(entry[keys[name].at(-1)!]));

/** The elements by which two states of a component differ; of a repeated element, the entries. */
export const differences = (before: Component, after: Component): string[] =>
  Object.keys(after.body)
    .filter((name) => canonical(name, before.body[name]) !== canonical(name, after.body[name]))
    .flatMap((name) =>
      name in keys ? changedEntries(name, asList(before.body[name]), asList(after.body[name])) : [name]
    );
