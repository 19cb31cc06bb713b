import type { Node } from '../../org.ts';
import { deleteRows } from '../../tables.ts';
import { flag, nodes, text } from '../content.ts';
import { checkLength } from '../names.ts';
import { MetadataProblem, noSuch } from '../problem.ts';
import { developerRow, putRow } from '../records.ts';
import { notChecked } from '../typeRules.ts';
import type { TypeRules } from '../typeRules.ts';
import { checkCertificateNames } from './certificate.ts';

const parameters = (body: Node): Node[] => nodes(body, 'namedCredentialParameters');
const ofType = (body: Node, type: string): Node | undefined =>
  parameters(body).find((one) => text(one, 'parameterType') === type);

/** The URL that a named credential calls. */
const urlOf = (body: Node): string | undefined =>
  text(ofType(body, 'Url'), 'parameterValue') ?? text(body, 'endpoint');

const isHttp = (value: string | undefined): boolean =>
  /^https?:$/.test(URL.parse(value ?? '')?.protocol ?? '');

const refuse = (message: string): never => {
  throw new MetadataProblem('FIELD_INTEGRITY_EXCEPTION', message, ['namedCredentialParameters']);
};

/** NamedCredential (Metadata API Developer Guide; files retrieved from orgs). */
export const namedCredential: TypeRules = {
  check: (org, _fullName, sent) => {
    checkLength('Label', text(sent, 'label'), 80);
    checkLength('Description', text(sent, 'description'), 255);
    const rows = parameters(sent);
    checkCertificateNames(org, [sent, ...rows]);
    for (const row of rows) {
      const credential = text(row, 'externalCredential');
      if (credential !== undefined && !developerRow(org, 'ExternalCredential', credential)) {
        throw noSuch('externalCredential', 'ExternalCredential', credential);
      }
    }
    const type = text(sent, 'namedCredentialType') ?? 'Legacy';
    if (type === 'SecuredEndpoint') {
      if (!ofType(sent, 'Url')) refuse('Required field is missing: Url');
      if (text(ofType(sent, 'Authentication'), 'externalCredential') === undefined) {
        refuse('Required field is missing: externalCredential');
      }
    }
    if (urlOf(sent) !== undefined && !isHttp(urlOf(sent))) refuse(`Invalid URL: ${urlOf(sent)}`);
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
  remove: (org, fullName) => void deleteRows(org, 'NamedCredential', (row) => row.DeveloperName === fullName),
  read: (_org, { body }) => ({
    calloutStatus: 'Enabled',
    ...body,
    allowMergeFieldsInBody: String(flag(body, 'allowMergeFieldsInBody')),
    allowMergeFieldsInHeader: String(flag(body, 'allowMergeFieldsInHeader')),
    generateAuthorizationHeader: String(flag(body, 'generateAuthorizationHeader', true)),
  }),
};
