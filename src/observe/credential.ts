import { type Body, type Component, textOf } from '../metadata/component.ts';
import { isSameName, withoutNamespace } from '../names.ts';
import type { Created } from '../org/metadata.ts';

/** An external credential for the JWT bearer flow, as the hub holds it, with the named credentials that use it. */
export type Credential = {
  name: string;
  component: Component;
  /** Undefined where the hub does not tell. */
  created?: Created;
  tokenUrl?: string;
  certificate?: string;
  /** Value of each JWT body claim, as it stands: the audience with its quotes. */
  claims: Record<string, string>;
  /** Names of claims of which there are several; `claims` holds the last of each. */
  repeatedClaims: string[];
  /** Signature algorithm that the JWT header names; Salesforce's token endpoint takes RS256 only. */
  algorithm?: string;
  principals: string[];
  /** Principals under which each user calls with a token of their own. */
  perUserPrincipals: string[];
  namedCredentials: {
    name: string;
    component: Component;
    url?: string;
    enabled: boolean;
    authorizes: boolean;
  }[];
};

const isBody = (content: unknown): content is Body => typeof content === 'object' && content !== null;
const parameters = ({ body }: Component, element: string): Body[] =>
  [body[element] ?? []].flat().filter(isBody);
const textIn = (row: Body | undefined, element: string): string | undefined =>
  textOf(row?.[element]) || undefined;
const valueOf = (
  rows: Body[],
  type: string,
  name: 'parameterValue' | 'certificate' | 'externalCredential'
): string | undefined =>
  textIn(
    rows.find((row) => row.parameterType === type),
    name
  );

/** A component as an org without a namespace would tell it: some APIs put an org's own namespace before every name. */
export const inOwnWords =
  (namespace: string | undefined) =>
  (component: Component): Component => {
    if (namespace === undefined) return component;
    const bare = (row: Body): Body => {
      const used = textIn(row, 'externalCredential');
      return used === undefined ? row : { ...row, externalCredential: withoutNamespace(used, namespace) };
    };
    const rows = parameters(component, 'namedCredentialParameters');
    return {
      ...component,
      fullName: withoutNamespace(component.fullName, namespace),
      body: { ...component.body, ...(rows.length > 0 && { namedCredentialParameters: rows.map(bare) }) },
    };
  };

/**
 * What an external credential says, and who uses it; undefined when it is of another kind.
 * @param named credentials of the hub
 */
export const readCredential = (component: Component, named: Component[]): Credential | undefined => {
  const rows = parameters(component, 'externalCredentialParameters');
  if (valueOf(rows, 'AuthProtocolVariant', 'parameterValue') !== 'JwtBearer') return undefined;
  const ofType = (type: string): Body[] => rows.filter((row) => row.parameterType === type);
  const claims = ofType('JwtBodyClaim').map((row) => textOf(row.parameterName));
  const namesOf = (type: string): string[] => ofType(type).map((row) => textOf(row.parameterName));
  const users = named.filter((other) =>
    isSameName(
      valueOf(parameters(other, 'namedCredentialParameters'), 'Authentication', 'externalCredential'),
      component.fullName
    )
  );
  return {
    name: component.fullName,
    component,
    tokenUrl: valueOf(rows, 'AuthProviderUrl', 'parameterValue'),
    certificate: valueOf(rows, 'SigningCertificate', 'certificate'),
    claims: Object.fromEntries(
      ofType('JwtBodyClaim').map((row) => [textOf(row.parameterName), textOf(row.parameterValue)])
    ),
    repeatedClaims: [...new Set(claims.filter((claim, i) => claims.indexOf(claim) !== i))],
    algorithm: textIn(
      ofType('JwtHeaderClaim').find(({ parameterName }) => parameterName === 'alg'),
      'parameterValue'
    ),
    principals: namesOf('NamedPrincipal'),
    perUserPrincipals: namesOf('PerUserPrincipal'),
    namedCredentials: users.map((other) => ({
      name: other.fullName,
      component: other,
      url: valueOf(parameters(other, 'namedCredentialParameters'), 'Url', 'parameterValue'),
      enabled: other.body.calloutStatus !== 'Disabled',
      authorizes: textOf(other.body.generateAuthorizationHeader) !== 'false',
    })),
  };
};
