import { hasPermission } from '../data/permissions.ts';
import { insufficientAccess, notFound } from '../errors.ts';
import { json } from './http.ts';
import type { Answer } from './http.ts';
import { nodes, text } from '../metadata/content.ts';
import type { Component, Node, Org } from '../org.ts';
import { rows } from '../tables.ts';
import type { Call } from './rest.ts';

const parametersOf = (parameters: Node[]): Record<string, unknown>[] =>
  parameters.map((parameter) => ({
    parameterName: text(parameter, 'parameterName') ?? null,
    parameterType: text(parameter, 'parameterType') ?? null,
    parameterValue:
      text(parameter, 'parameterValue') ??
      text(parameter, 'certificate') ??
      text(parameter, 'externalCredential') ??
      null,
    description: text(parameter, 'description') ?? null,
    sequenceNumber: Number(text(parameter, 'sequenceNumber') ?? 0) || null,
  }));

const principalTypes = ['NamedPrincipal', 'PerUserPrincipal'];

/** "For JWT bearer it becomes Configured from the signing certificate": nothing is tried out (Salesforce Help, nc_understand_configuration_status). */
export const statusOf = (org: Org, parameters: Node[]): string => {
  const signing = parameters.find((parameter) => text(parameter, 'parameterType') === 'SigningCertificate');
  const certificate = signing && text(signing, 'certificate');
  return org.certificates.get(certificate ?? '')?.expires ? 'Configured' : 'NotConfigured';
};

const principalsOf = (org: Org, name: string, parameters: Node[]): Record<string, unknown>[] => {
  const credential = rows(org, 'ExternalCredential').find((row) => row.DeveloperName === name);
  const status = statusOf(org, parameters);
  return parameters
    .filter((parameter) => principalTypes.includes(text(parameter, 'parameterType') ?? ''))
    .map((parameter) => {
      const principalName = text(parameter, 'parameterName');
      const row = rows(org, 'ExternalCredentialParameter').find(
        (candidate) =>
          candidate.ExternalCredentialId === credential?.Id && candidate.ParameterName === principalName
      );
      return {
        id: row?.Id,
        principalName,
        principalType: text(parameter, 'parameterType'),
        sequenceNumber: Number(text(parameter, 'sequenceNumber') ?? 1),
        authenticationStatus: status,
        parameters: [],
        principalAccess: [],
      };
    });
};

const needSetup = ({ org, userId }: Call): void => {
  if (!hasPermission(org, userId, 'ViewSetup')) throw insufficientAccess();
};

const relatedNamedCredentials = (org: Org, name: string): Record<string, unknown>[] =>
  [...org.components.values()]
    .filter(
      ({ type, body }) =>
        type === 'NamedCredential' &&
        nodes(body, 'namedCredentialParameters').some(
          (parameter) => text(parameter, 'externalCredential') === name
        )
    )
    .map(({ fullName, body }) => ({ developerName: fullName, masterLabel: text(body, 'label') }));

/** The protocol of an external credential and its variant, as Connect REST writes them. */
export const protocolOf = (body: Node): Record<string, unknown> => {
  const parameters = nodes(body, 'externalCredentialParameters');
  const variant = parameters.find((parameter) => text(parameter, 'parameterType') === 'AuthProtocolVariant');
  const protocol = text(body, 'authenticationProtocol');
  return {
    authenticationProtocol: protocol === 'Oauth' ? 'OAuth' : protocol,
    authenticationProtocolVariant: (variant && text(variant, 'parameterValue')) ?? null,
  };
};

const externalCredentialOf = (org: Org, { fullName, body }: Component): Record<string, unknown> => {
  const parameters = nodes(body, 'externalCredentialParameters');
  return {
    developerName: fullName,
    masterLabel: text(body, 'label'),
    description: text(body, 'description') ?? null,
    ...protocolOf(body),
    authenticationStatus: statusOf(org, parameters),
    parameters: parametersOf(
      parameters.filter(
        (parameter) =>
          ![...principalTypes, 'AuthProtocolVariant'].includes(text(parameter, 'parameterType') ?? '')
      )
    ),
    principals: principalsOf(org, fullName, parameters),
    relatedNamedCredentials: relatedNamedCredentials(org, fullName),
  };
};

const namedCredentialOf = ({ fullName, body }: Component): Record<string, unknown> => {
  const parameters = nodes(body, 'namedCredentialParameters');
  const externalCredentialNames = parameters
    .map((parameter) => text(parameter, 'externalCredential'))
    .filter((name) => name !== undefined);
  return {
    developerName: fullName,
    masterLabel: text(body, 'label'),
    type: text(body, 'namedCredentialType') ?? null,
    calloutStatus: text(body, 'calloutStatus') ?? 'Enabled',
    calloutUrl:
      parametersOf(parameters).find(({ parameterType }) => parameterType === 'Url')?.parameterValue ?? null,
    parameters: parametersOf(parameters),
    externalCredentials: externalCredentialNames.map((developerName) => ({ developerName })),
  };
};

const ofType = (org: Org, type: string): Component[] =>
  [...org.components.values()].filter((component) => component.type === type);

const named = (call: Call, type: string): Component => {
  needSetup(call);
  const component = call.org.components.get(`${type}:${call.parts[0]}`);
  if (component === undefined) throw notFound();
  return component;
};

/** `GET …/named-credentials/external-credentials` (Connect REST API, "External Credential List"). */
export const externalCredentials = (call: Call): Answer => {
  needSetup(call);
  const found = ofType(call.org, 'ExternalCredential');
  return json(200, { externalCredentials: found.map((one) => externalCredentialOf(call.org, one)) });
};

/** `GET …/named-credentials/external-credentials/{developerName}` (Connect REST API, "External Credential"). */
export const externalCredential = (call: Call): Answer =>
  json(200, externalCredentialOf(call.org, named(call, 'ExternalCredential')));

/** `GET …/named-credentials/named-credential-setup` (Connect REST API, "Named Credential List"). */
export const namedCredentialSetups = (call: Call): Answer => {
  needSetup(call);
  return json(200, { namedCredentials: ofType(call.org, 'NamedCredential').map(namedCredentialOf) });
};

/** `GET …/named-credentials/named-credential-setup/{developerName}` (Connect REST API, "Named Credential Setup"). */
export const namedCredentialSetup = (call: Call): Answer =>
  json(200, namedCredentialOf(named(call, 'NamedCredential')));
