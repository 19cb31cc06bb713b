import { asList, type Body, type Component, textOf } from '../metadata/component.ts';
import { tokenUrl } from '../metadata/hub.ts';
import { inAnyOrg } from '../metadata/marker.ts';
import { signingWith, withoutRefresh } from '../metadata/signing.ts';

/** What differs from one environment to the next, as it stands in a file: a placeholder, or the value where it does not. */
export type Varying = {
  hub: { orgId: string; url: string };
  spoke: { orgId: string; url: string };
  certificateName: string;
  certificatePem: string;
  consumerKey: string;
  serviceUser: string;
  audience: string;
};

type ValueOf = (row: Body) => string | undefined;

const withRows = ({ body, ...rest }: Component, list: string, valueOf: ValueOf): Component => ({
  ...rest,
  body: {
    ...body,
    [list]: asList(body[list]).map((row) => {
      const parameterValue = valueOf(row);
      return parameterValue === undefined ? row : { ...row, parameterValue };
    }),
  },
});

const inCredential = (component: Component, { spoke, ...varying }: Varying): Component => {
  const values: Record<string, string> = {
    'JwtBodyClaim.sub': varying.serviceUser,
    'JwtBodyClaim.aud': JSON.stringify(varying.audience),
  };
  const signing = { certificate: varying.certificateName, consumerKey: varying.consumerKey };
  return withRows(signingWith(withoutRefresh(component), signing), 'externalCredentialParameters', (row) =>
    row.parameterType === 'AuthProviderUrl'
      ? tokenUrl(spoke.url)
      : values[`${textOf(row.parameterType)}.${textOf(row.parameterName)}`]
  );
};

/** The settings of an app of either kind. @param hubUrl origin that the callback may lead to */
const inSettings = (body: Body, hubUrl: string, { hub, certificatePem }: Varying): Body => {
  const callbackUrl = textOf(body.callbackUrl);
  const isOfHub = callbackUrl === hubUrl || callbackUrl.startsWith(`${hubUrl}/`);
  return {
    ...body,
    certificate: certificatePem,
    callbackUrl: isOfHub ? `${hub.url}${callbackUrl.slice(hubUrl.length)}` : body.callbackUrl,
  };
};

const inBody = (component: Component, hubUrl: string, varying: Varying): Component => {
  const { type, body } = component;
  switch (type) {
    case 'ExternalCredential':
      return inCredential(component, varying);
    case 'NamedCredential':
      return withRows(component, 'namedCredentialParameters', ({ parameterType }) =>
        parameterType === 'Url' ? varying.spoke.url : undefined
      );
    case 'ExternalClientApplication':
      // Names the org; it is its own to say, and refused by any other.
      return { ...component, body: { ...body, orgScopedExternalApp: undefined } };
    case 'ExtlClntAppGlobalOauthSettings':
      return { ...component, body: inSettings(body, hubUrl, varying) };
    case 'ConnectedApp': {
      const oauthConfig = inSettings(body.oauthConfig as Body, hubUrl, varying);
      return { ...component, body: { ...body, oauthConfig } };
    }
    default:
      return component;
  }
};

/**
 * Pure: a component of a link as it may be in every environment: what differs is replaced, and what an org says of a
 * change that goes on is left out.
 * @param hubUrl origin of the hub's My Domain
 */
export const portable = (component: Component, hubUrl: string, varying: Varying): Component => {
  const { description } = component.body;
  const changed = inBody(component, hubUrl, varying);
  return description === undefined
    ? changed
    : {
        ...changed,
        body: {
          ...changed.body,
          description: inAnyOrg(description, varying.hub.orgId, varying.spoke.orgId),
        },
      };
};
