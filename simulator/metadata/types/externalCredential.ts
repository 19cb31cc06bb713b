import type { Node, Org, Row } from '../../org.ts';
import { deleteRows, rows } from '../../tables.ts';
import { nodes, text } from '../content.ts';
import { checkLength, checkUnique } from '../values.ts';
import { MetadataProblem } from '../problem.ts';
import { developerRow, putRow } from '../records.ts';
import { notChecked } from '../typeRules.ts';
import type { TypeRules } from '../typeRules.ts';
import { checkCertificateNames } from './certificate.ts';
import { checkParameter, checkProtocol, parameters, typeOf, variantOf } from './credentialProtocol.ts';

const principalTypes = [
  'NamedPrincipal',
  'PerUserPrincipal',
  'AwsStsPrincipal',
  'GlobalNamedPrincipal',
  'SystemUserPrincipal',
  'TenantPrincipal',
  'CustomPrincipal',
];
const withGroup = (parameter: Node): Node => ({
  ...parameter,
  parameterGroup:
    text(parameter, 'parameterGroup') ??
    (principalTypes.includes(typeOf(parameter)) ? (text(parameter, 'parameterName') ?? '') : 'DefaultGroup'),
});

/** The record of a principal of an external credential. */
export const principalRow = (org: Org, credential: string, principal: string): Row | undefined => {
  const parent = developerRow(org, 'ExternalCredential', credential);
  return rows(org, 'ExternalCredentialParameter').find(
    (row) =>
      row.ExternalCredentialId === parent?.Id &&
      row.ParameterName === principal &&
      principalTypes.includes(String(row.ParameterType))
  );
};

/** ExternalCredential (Metadata API Developer Guide; files retrieved from orgs). */
export const externalCredential: TypeRules = {
  check: (org, _fullName, sent) => {
    checkLength('Label', text(sent, 'label'), 80);
    checkLength('Description', text(sent, 'description'), 255);
    checkProtocol(sent);
    const completed = parameters(sent).map(withGroup);
    for (const parameter of completed) checkParameter(parameter);
    checkCertificateNames(org, completed);
    checkUnique('externalCredentialParameters', completed, [
      'parameterType',
      'parameterName',
      'parameterGroup',
    ]);
    const warnings = completed.flatMap((parameter) =>
      [
        ['authProvider', 'AuthProvider'] as const,
        ['externalAuthIdentityProvider', 'ExternalAuthIdentityProvider'] as const,
        ['principal', 'access of PermissionSet'] as const,
      ].flatMap(([field, type]) => {
        const name = text(parameter, field);
        return name === undefined ? [] : [notChecked(field, type, name)];
      })
    );
    return {
      body: { ...sent, ...(completed.length > 0 && { externalCredentialParameters: completed }) },
      warnings,
    };
  },
  save: (org, fullName, body) => {
    const { Id } = putRow(org, 'ExternalCredential', (row) => row.DeveloperName === fullName, {
      DeveloperName: fullName,
      MasterLabel: text(body, 'label'),
      Language: 'en_US',
      NamespacePrefix: null,
      Description: text(body, 'description') ?? null,
      AuthenticationProtocol: text(body, 'authenticationProtocol'),
      AuthenticationProtocolVariant: variantOf(body) ?? null,
    });
    // A parameter that stays keeps its id: access to a principal hangs on it.
    const kept = parameters(body).map((parameter) => {
      const same = {
        ParameterType: typeOf(parameter),
        ParameterName: text(parameter, 'parameterName'),
        ParameterGroup: text(parameter, 'parameterGroup'),
      };
      return putRow(
        org,
        'ExternalCredentialParameter',
        (row) =>
          row.ExternalCredentialId === Id &&
          row.ParameterType === same.ParameterType &&
          row.ParameterName === same.ParameterName &&
          row.ParameterGroup === same.ParameterGroup,
        {
          ...same,
          ExternalCredentialId: Id,
          ParameterValue: text(parameter, 'parameterValue') ?? null,
          Description: text(parameter, 'description') ?? null,
          SequenceNumber: Number(text(parameter, 'sequenceNumber') ?? 0) || null,
        }
      ).Id;
    });
    removeParameters(org, Id, kept);
    return Id;
  },
  remove: (org, fullName) => {
    const users = [...org.components.values()].filter(
      ({ type, body }) =>
        type === 'NamedCredential' &&
        nodes(body, 'namedCredentialParameters').some((row) => text(row, 'externalCredential') === fullName)
    );
    if (users.length > 0) {
      throw new MetadataProblem(
        'DEPENDENCY_EXISTS',
        `This external credential is referenced elsewhere in salesforce.com.  Remove the usage and try again. : ${users.map((user) => `Named Credential - ${user.fullName}`).join(', ')}.`
      );
    }
    for (const row of deleteRows(org, 'ExternalCredential', (one) => one.DeveloperName === fullName)) {
      removeParameters(org, row.Id, []);
    }
    org.calloutTokens.delete(fullName);
  },
  read: (_org, { body }) => body,
};

const removeParameters = (org: Org, credentialId: string, kept: string[]): void => {
  const gone = deleteRows(
    org,
    'ExternalCredentialParameter',
    (row) => row.ExternalCredentialId === credentialId && !kept.includes(row.Id)
  ).map((row) => row.Id);
  deleteRows(org, 'SetupEntityAccess', (row) => gone.includes(String(row.SetupEntityId)));
};
