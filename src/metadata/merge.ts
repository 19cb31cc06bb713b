import { fingerprint } from './certificate.ts';
import {
  asList,
  type Body,
  type Component,
  type ComponentType,
  type Content,
  isLater,
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

/** The same as repeated elements. */
const textLists = ['scopes', 'permissionSetName'];

/** Elements, at any depth, that are set once, at creation; afterwards they belong to the org's admins, as does leaving them out. */
const setOnce: Partial<Record<ComponentType, string[]>> = {
  PermissionSet: ['label'],
  ConnectedApp: [
    'label',
    'contactEmail',
    'callbackUrl',
    'isConsumerSecretOptional',
    'isIntrospectAllTokens',
    'isPkceRequired',
    'isSecretRequiredForRefreshToken',
    'refreshTokenPolicy',
  ],
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

const keyOf = (list: string, entry: Body): string =>
  single.includes(textOf(entry.parameterType))
    ? textOf(entry.parameterType)
    : keys[list].map((name) => textOf(entry[name])).join('|');
const parts = (content: Content): string[] =>
  textOf(content)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const mergeEntry = (existing: Body, wanted: Body | undefined): Body => ({
  ...existing,
  ...wanted,
  ...Object.fromEntries(Object.entries(existing).filter(([name]) => ownWords.includes(name))),
});

/** Of what is wanted there is one entry each; what else is there stays. */
const mergeList = (name: string, existing: Body[], wanted: Body[]): Body[] => {
  const find = (entries: Body[], entry: Body): Body | undefined =>
    entries.find((other) => keyOf(name, other) === keyOf(name, entry));
  return [
    ...existing.flatMap((entry) => {
      const own = find(wanted, entry);
      return own && find(existing, entry) !== entry ? [] : [mergeEntry(entry, own)];
    }),
    ...wanted.filter((entry) => !find(existing, entry)),
  ];
};

/** Scopes that hold another one, or are its former name. */
const stands: Record<string, string> = { Api: 'Full', RefreshToken: 'OfflineAccess' };

/** What is there and what is missing. */
const union = (existing: string[], wanted: string[]): string[] => [
  ...new Set([...existing, ...wanted.filter((part) => !existing.includes(stands[part]))]),
];

const isBody = (content: Content): content is Body =>
  typeof content === 'object' && !Array.isArray(content) && !isLater(content);

const mergeElement = (fixed: string[], name: string, existing: Content, wanted: Content): Content => {
  if (wanted === undefined) return existing;
  if (name === 'description') return withMarker(existing, textOf(wanted));
  if (existing === undefined) return wanted;
  if (name in keys) return mergeList(name, asList(existing), asList(wanted));
  if (commaSeparated.includes(name)) return union(parts(existing), parts(wanted)).join(', ');
  if (textLists.includes(name)) return union(asList(existing).map(textOf), asList(wanted).map(textOf));
  return isBody(existing) && isBody(wanted) ? mergeBody(fixed, existing, wanted) : wanted;
};

const mergeBody = (fixed: string[], existing: Body, wanted: Body): Body => {
  const kept = Object.entries(existing).filter(([name]) => !neverSent.includes(name));
  const added = Object.entries(wanted)
    .filter(([name]) => !fixed.includes(name))
    .map(([name, content]): [string, Content] => [name, mergeElement(fixed, name, existing[name], content)]);
  return { ...Object.fromEntries(kept), ...Object.fromEntries(added) };
};

/** What must be sent so that an existing component becomes the wanted one and keeps whatever else it holds. */
export const merge = (existing: Component, wanted: Component): Component => ({
  ...wanted,
  body: mergeBody(setOnce[wanted.type] ?? [], existing.body, wanted.body),
});

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

const changedEntries = (name: string, before: Body[], after: Body[]): string[] => {
  const without = (entries: Body[], others: Body[]): Body[] =>
    entries.filter((entry) => !others.some((other) => canonical(name, other) === canonical(name, entry)));
  const names = [...without(after, before), ...without(before, after)].map((entry) =>
    textOf(entry[keys[name].at(-1)!])
  );
  return [...new Set(names)];
};

const changedElements = (before: Body, after: Body): string[] =>
  Object.keys(after)
    .filter((name) => canonical(name, before[name]) !== canonical(name, after[name]))
    .flatMap((name) => {
      const [old, now] = [before[name], after[name]];
      if (name in keys) return changedEntries(name, asList(old), asList(now));
      return isBody(old) && isBody(now) ? changedElements(old, now) : [name];
    });

/** The elements by which two states of a component differ, those inside others too; of a keyed list, the entries. */
export const differences = (before: Component, after: Component): string[] =>
  changedElements(before.body, after.body);
