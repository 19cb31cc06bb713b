/** A value that only a later step will know: a typed reference that apply resolves. */
export type Later = { later: 'consumerKey' | 'certificatePem' };

/** Element content: text-like scalar, child elements, a repeated element, or a value yet to come. */
export type Content = string | number | boolean | undefined | Later | Body | Content[];
export type Body = { [element: string]: Content };

/** A metadata component as it is sent: `undefined` elements are left out. */
export type Component = { type: ComponentType; fullName: string; body: Body };

/** A value of `@salesforce/types` in which any text may still be a reference. */
export type Draft<T> = T extends string
  ? T | Later
  : T extends (infer U)[]
    ? Draft<U>[]
    : T extends object
      ? { [K in keyof T]: Draft<T[K]> }
      : T;

/**
 * Where a component lives in a package, and which of its elements repeat.
 * Source: Metadata API Developer Guide; directories and suffixes as in source format.
 */
export const registry = {
  Certificate: { directory: 'certs', suffix: 'crt', lists: [] },
  PermissionSet: {
    directory: 'permissionsets',
    suffix: 'permissionset',
    lists: ['externalCredentialPrincipalAccesses', 'objectPermissions'],
  },
  ConnectedApp: {
    directory: 'connectedApps',
    suffix: 'connectedApp',
    lists: ['attributes', 'ipRanges', 'permissionSetName', 'profileName'],
  },
  ExternalClientApplication: { directory: 'externalClientApps', suffix: 'eca', lists: [] },
  ExtlClntAppOauthSettings: { directory: 'extlClntAppOauthSettings', suffix: 'ecaOauth', lists: [] },
  ExtlClntAppGlobalOauthSettings: {
    directory: 'extlClntAppGlobalOauthSets',
    suffix: 'ecaGlblOauth',
    lists: [],
  },
  ExtlClntAppOauthConfigurablePolicies: {
    directory: 'extlClntAppOauthPolicies',
    suffix: 'ecaOauthPlcy',
    lists: [],
  },
  ExtlClntAppConfigurablePolicies: { directory: 'extlClntAppPolicies', suffix: 'ecaPlcy', lists: [] },
  ExternalCredential: {
    directory: 'externalCredentials',
    suffix: 'externalCredential',
    lists: ['externalCredentialParameters'],
  },
  NamedCredential: {
    directory: 'namedCredentials',
    suffix: 'namedCredential',
    lists: ['namedCredentialParameters'],
  },
} as const;

export type ComponentType = keyof typeof registry;

/** Content as text: '' for what is absent or has child elements. */
export const textOf = (content: unknown): string =>
  typeof content === 'string' || typeof content === 'number' || typeof content === 'boolean'
    ? String(content)
    : '';

/** The entries of an element that may repeat; the SOAP client gives a single one by itself. */
export const asList = (content: Content): Body[] =>
  (Array.isArray(content) ? content : content === undefined ? [] : [content]) as Body[];

export const isLater = (content: Content): content is Later =>
  typeof content === 'object' && !Array.isArray(content) && 'later' in content;

type Replace = (later: Later) => string | undefined;

const mapContent = (content: Content, replace: Replace): Content => {
  if (isLater(content)) return replace(content);
  if (Array.isArray(content)) return content.map((item) => mapContent(item, replace));
  if (typeof content !== 'object') return content;
  return mapBody(content, replace);
};

const mapBody = (body: Body, replace: Replace): Body =>
  Object.fromEntries(
    Object.entries(body).map(([element, content]) => [element, mapContent(content, replace)])
  );

/** The same component with each reference replaced by a text, or left out. */
export const fill = (component: Component, replace: Replace): Component => ({
  ...component,
  body: mapBody(component.body, replace),
});
