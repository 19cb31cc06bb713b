import { noteChange } from '../changes.ts';
import { hasObjectPermission, hasPermission } from '../data/permissions.ts';
import { insufficientAccess, notFound, notSimulated, SalesforceError } from '../errors.ts';
import { nodes, text } from '../metadata/content.ts';
import type { Node } from '../org.ts';
import { protocolOf, statusOf } from './connect.ts';
import { json, noContent } from './http.ts';
import type { Answer } from './http.ts';
import type { Call } from './rest.ts';

type Asked = { externalCredential: string; principalName: string | null; principalType: string; body: Node };

const principalTypes = ['AwsStsPrincipal', 'NamedPrincipal', 'PerUserPrincipal'];

/** The names of the parameters are documented, what is said about missing ones is not. */
const asked = ({ org, request }: Call): Asked => {
  const parameter = (name: string): string => {
    const value = request.query.get(name);
    if (value === null)
      throw new SalesforceError(400, 'MISSING_ARGUMENT', `Missing required parameter: ${name}`);
    return value;
  };
  const externalCredential = parameter('externalCredential');
  const principalType = parameter('principalType');
  if (!principalTypes.includes(principalType)) {
    const message = `${principalType} is not a valid value for the principalType parameter`;
    throw new SalesforceError(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', message);
  }
  if (principalType !== 'NamedPrincipal') throw notSimulated(`credentials of a ${principalType}`);
  const principalName = parameter('principalName');
  const body = org.components.get(`ExternalCredential:${externalCredential}`)?.body;
  const exists = nodes(body, 'externalCredentialParameters').some(
    (row) => text(row, 'parameterType') === principalType && text(row, 'parameterName') === principalName
  );
  if (body === undefined || !exists) throw notFound();
  return { externalCredential, principalName, principalType, body };
};

/**
 * `GET …/named-credentials/credential` (Connect REST API, "Credential"): what a principal has, never a value. That of a
 * JWT bearer principal has no values: it is signed with a certificate.
 */
export const getCredential = (call: Call): Answer => {
  const { body, ...names } = asked(call);
  if (!hasPermission(call.org, call.userId, 'ViewSetup')) throw insufficientAccess();
  const authenticationStatus = statusOf(call.org, nodes(body, 'externalCredentialParameters'));
  return json(200, { ...names, ...protocolOf(body), authenticationStatus, credentials: {} });
};

/**
 * `DELETE …/named-credentials/credential?externalCredential=…&principalType=…&principalName=…` (Connect REST API,
 * "Credential"): "deletes the user external credentials, which store the encrypted access tokens used for named
 * credential callouts. It doesn't delete the external credential itself" (Named Credentials Developer Guide,
 * nc-manage-oauth-cred). The guide shows the browser flow; whether it holds for JWT bearer is not told, so
 * `credentialDelete` sets what happens. Neither is who may do it, nor what is answered where nothing is stored.
 */
export const deleteCredential = (call: Call): Answer => {
  const { org, userId } = call;
  const { externalCredential } = asked(call);
  const manages = (['ManageNamedCredentials', 'CustomizeApplication'] as const).some((permission) =>
    hasPermission(org, userId, permission)
  );
  const right = 'PermissionsModifyAllRecords';
  if (!manages || !hasObjectPermission(org, userId, 'UserExternalCredential', right))
    throw insufficientAccess();
  if (org.settings.credentialDelete === 'refuses') {
    const message = 'The credential of a JWT bearer principal cannot be deleted.';
    throw new SalesforceError(400, 'INVALID_INPUT', message);
  }
  if (!org.calloutTokens.has(externalCredential)) throw notFound();
  if (org.settings.credentialDelete === 'drops') {
    org.calloutTokens.delete(externalCredential);
    noteChange(`UserExternalCredential:${externalCredential}`);
  }
  return noContent;
};
