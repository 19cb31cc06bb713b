import { asList, type Body, type Component, type Later, textOf } from './component.ts';

/** With which an external credential signs, and whose key it names. */
export type Signing = { certificate: string; consumerKey: string | Later };

/** Status with which Salesforce answers a request for something that is not there. */
const notFound = '404';

/**
 * A status besides 401 after which Salesforce fetches a new token: 4xx and 6xx to 9xx are possible.
 * Source: Metadata API Developer Guide, ExternalCredential, AdditionalRefreshStatusCode (since v61).
 */
const refreshRow: Body = {
  parameterGroup: 'DefaultGroup',
  parameterName: 'S2S_Refresh',
  parameterType: 'AdditionalRefreshStatusCode',
  parameterValue: notFound,
};

/** The oldest API version that knows such a row. */
export const refreshVersion = 61;

const isRefreshRow = ({ parameterType, parameterName }: Body): boolean =>
  parameterType === refreshRow.parameterType && parameterName === refreshRow.parameterName;

const rowsOf = ({ body }: Component): Body[] => asList(body.externalCredentialParameters);

const withRows = (component: Component, externalCredentialParameters: Body[]): Component => ({
  ...component,
  body: { ...component.body, externalCredentialParameters },
});

/** Whether an external credential fetches a new token when something is not there: its last change is not finished. */
export const isRefreshing = (component: Component): boolean => rowsOf(component).some(isRefreshRow);

/**
 * An external credential that fetches a new token when something is not there, so that one request for such a thing is
 * enough to replace the token that the hub holds. Callers see nothing of it.
 */
export const refreshing = (component: Component): Component =>
  isRefreshing(component) ? component : withRows(component, [...rowsOf(component), refreshRow]);

/** The same external credential when it need not do that any more. */
export const withoutRefresh = (component: Component): Component =>
  withRows(
    component,
    rowsOf(component).filter((row) => !isRefreshRow(row))
  );

/** The same external credential as it is from then on. */
export const refreshed = (component: Component, description: string): Component => ({
  ...component,
  body: { ...withoutRefresh(component).body, description },
});

/** An external credential that signs with another certificate for another app; whatever else it holds stays. */
export const signingWith = (component: Component, { certificate, consumerKey }: Signing): Component =>
  withRows(
    component,
    rowsOf(component).map((row) => {
      if (row.parameterType === 'SigningCertificate') return { ...row, certificate };
      const name = `${textOf(row.parameterType)}.${textOf(row.parameterName)}`;
      if (name === 'JwtBodyClaim.iss') return { ...row, parameterValue: consumerKey };
      return name === 'JwtHeaderClaim.kid' ? { ...row, parameterValue: certificate } : row;
    })
  );
