import type { Node } from '../../org.ts';
import { deleteRows } from '../../tables.ts';
import { flag, nodes, text } from '../content.ts';
import { checkLength, checkUnique, checkUrl } from '../values.ts';
import { MetadataProblem, noSuch } from '../problem.ts';
import { developerRow, putRow } from '../records.ts';
import { notChecked } from '../typeRules.ts';
import type { TypeRules } from '../typeRules.ts';
import { checkCertificateNames } from './certificate.ts';
import { namedCredentialOf } from './externalServiceRegistration.ts';

const parameters = (body: Node): Node[] => nodes(body, 'namedCredentialParameters');
const ofType = (body: Node, type: string): Node | undefined =>
  parameters(body).find((one) => text(one, 'parameterType') === type);

/** The URL that a named credential calls. */
const urlOf = (body: Node): string | undefined =>
  text(ofType(body, 'Url'), 'parameterValue') ?? text(body, 'endpoint');

const refuse = (message: string): never => {
  throw new MetadataProblem('FIELD_INTEGRITY_EXCEPTION', message, ['namedCredentialParameters']);
};

const missing = (name: string): never => refuse(`Required field is missing: ${name}`);

/** Elements that are "valid only when NamedCredentialType is set to Legacy" (Metadata API Developer Guide). */
const legacyOnly = [
  'authProvider',
  'endpoint',
  'oauthScope',
  'password',
  'principalType',
  'protocol',
  'username',
];

/**
 * What each type of named credential must have and may not have (Metadata API Developer Guide; what of it a legacy one
 * needs is seen in retrieved files: an endpoint may be empty there, but is named). No source gives the texts.
 * @throws MetadataProblem
 */
const checkType = (type: string, body: Node): void => {
  if (type === 'Legacy') {
    for (const name of ['endpoint', 'principalType', 'protocol']) if (body[name] === undefined) missing(name);
    return;
  }
  if (text(ofType(body, 'Url'), 'parameterValue') === undefined) missing('Url');
  if (type === 'SecuredEndpoint' && text(ofType(body, 'Authentication'), 'externalCredential') === undefined)
    missing('externalCredential');
  if (
    type === 'PrivateEndpoint' &&
    text(ofType(body, 'OutboundNetworkConnection'), 'outboundNetworkConnection') === undefined
  )
    missing('outboundNetworkConnection');
  const foreign = legacyOnly.find((name) => body[name] !== undefined);
  if (foreign !== undefined) refuse(`${foreign} is only for named credentials of type Legacy`);
};

/** NamedCredential (Metadata API Developer Guide; files retrieved from orgs). */
export const namedCredential: TypeRules = {
  check: (org, _fullName, sent) => {
    checkLength('Label', text(sent, 'label'), 80);
    checkLength('Description', text(sent, 'description'), 255);
    const rows = parameters(sent);
    checkCertificateNames(org, [sent, ...rows]);
    checkCertificateNames(org, [sent], 'jwtSigningCertificate');
    for (const row of rows) {
      const credential = text(row, 'externalCredential');
      if (credential !== undefined && !developerRow(org, 'ExternalCredential', credential)) {
        throw noSuch('externalCredential', 'ExternalCredential', credential);
      }
    }
    const type = text(sent, 'namedCredentialType') ?? 'Legacy';
    checkType(type, sent);
    for (const row of rows) checkLength('Description', text(row, 'description'), 255);
    checkUnique('namedCredentialParameters', rows, ['parameterType', 'parameterName']);
    checkUrl(urlOf(sent));
    const warnings = [
      ...(type === 'SecuredEndpoint' ? [] : [`not simulated: callouts of named credentials of type ${type}`]),
      ...[sent, ...rows].flatMap((row) => {
        const provider = text(row, 'authProvider');
        const network = text(row, 'outboundNetworkConnection');
        return [
          ...(provider === undefined ? [] : [notChecked('authProvider', 'AuthProvider', provider)]),
          ...(network === undefined
            ? []
            : [notChecked('outboundNetworkConnection', 'OutboundNetworkConnection', network)]),
        ];
      }),
    ];
    return { body: sent, warnings };
  },
  save: (org, fullName, body) =>
    putRow(org, 'NamedCredential', (row) => row.DeveloperName === fullName, {
      DeveloperName: fullName,
      MasterLabel: text(body, 'label'),
      Language: 'en_US',
      NamespacePrefix: null,
      Endpoint: urlOf(body) ?? null,
      CalloutStatus: text(body, 'calloutStatus') ?? 'Enabled',
      CalloutOptionsGenerateAuthorizationHeader: flag(body, 'generateAuthorizationHeader', true),
      CalloutOptionsAllowMergeFieldsInHeader: flag(body, 'allowMergeFieldsInHeader'),
      CalloutOptionsAllowMergeFieldsInBody: flag(body, 'allowMergeFieldsInBody'),
    }).Id,
  remove: (org, fullName) => {
    const users = [...org.components.values()].filter(
      ({ type, body }) => type === 'ExternalServiceRegistration' && namedCredentialOf(body) === fullName
    );
    if (users.length > 0) {
      // That it is refused no source tells, nor the text: the stricter reading, in the words of certificates.
      throw new MetadataProblem(
        'DEPENDENCY_EXISTS',
        `This named credential is referenced elsewhere in salesforce.com.  Remove the usage and try again. : ${users.map((user) => `External Service - ${user.fullName}`).join(', ')}.`
      );
    }
    deleteRows(org, 'NamedCredential', (row) => row.DeveloperName === fullName);
  },
  read: (_org, { body }) => ({
    calloutStatus: 'Enabled',
    ...body,
    allowMergeFieldsInBody: String(flag(body, 'allowMergeFieldsInBody')),
    allowMergeFieldsInHeader: String(flag(body, 'allowMergeFieldsInHeader')),
    generateAuthorizationHeader: String(flag(body, 'generateAuthorizationHeader', true)),
  }),
};
