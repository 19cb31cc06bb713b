import type { Node } from '../../org.ts';
import { nodes, text } from '../content.ts';
import { MetadataProblem } from '../problem.ts';
import { checkLength, checkUrl } from '../values.ts';

/** Of the protocols that the schema has, those that external credentials are seen with. */
const protocols = ['Oauth', 'AwsSv4', 'Custom', 'Basic', 'Jwt'];

/** Variants of protocols (Apex Reference Guide, ConnectApi.CredentialAuthenticationProtocolVariant). */
const variants: Record<string, string[]> = {
  AwsSv4: ['AwsSv4_STS', 'RolesAnywhere'],
  Custom: ['NoAuthentication'],
  Oauth: [
    'ClientCredentialsClientSecret',
    'ClientCredentialsClientSecretBasic',
    'ClientCredentialsJwtAssertion',
    'JwtBearer',
  ],
};

/** The parameters of an external credential. */
export const parameters = (body: Node): Node[] => nodes(body, 'externalCredentialParameters');
/** The type of a parameter. */
export const typeOf = (parameter: Node): string => text(parameter, 'parameterType') ?? '';

/** The variant of its protocol, e.g. `JwtBearer`. */
export const variantOf = (body: Node): string | undefined =>
  text(
    parameters(body).find((one) => typeOf(one) === 'AuthProtocolVariant'),
    'parameterValue'
  );

/** Parameter types that a protocol cannot do without; for JwtBearer the exact list is inferred. */
const requiredTypes = (protocol: string, variant: string | undefined): string[] => {
  if (protocol === 'Jwt') return ['SigningCertificate'];
  if (protocol !== 'Oauth') return [];
  if (variant === undefined) return ['AuthProtocolVariant', 'AuthProviderUrl'];
  if (variant === 'JwtBearer') return ['AuthProtocolVariant', 'AuthProviderUrl', 'SigningCertificate'];
  return variant.startsWith('ClientCredentials') ? ['AuthProtocolVariant', 'AuthProviderUrl'] : [];
};

const refuse = (message: string): never => {
  throw new MetadataProblem('FIELD_INTEGRITY_EXCEPTION', message, ['externalCredentialParameters']);
};

/**
 * Refuses a protocol that external credentials do not have, or one whose parameters are not all there (texts seen live
 * in deploys).
 * @throws MetadataProblem
 */
export const checkProtocol = (body: Node): void => {
  const protocol = text(body, 'authenticationProtocol') ?? '';
  if (!protocols.includes(protocol)) {
    refuse(`External Credentials don't support the "${protocol}" authentication protocol`);
  }
  const variant = variantOf(body);
  if (variant !== undefined && !variants[protocol]?.includes(variant)) {
    refuse(`External Credentials don't support the "${protocol} ${variant}" authentication protocol`);
  }
  const present = parameters(body).map(typeOf);
  // The browser flow names a provider in place of a variant.
  if (
    variant === undefined &&
    present.some((type) => /^(AuthProvider|ExternalAuthIdentityProvider)$/.test(type))
  )
    return;
  const required = requiredTypes(protocol, variant);
  if (!required.every((type) => present.includes(type))) {
    const name = [protocol, variant].filter((word) => word !== undefined).join(' ');
    refuse(
      `The authentication protocol "${name}" requires the following external credential parameter types: ${required.join(', ')}.`
    );
  }
};

const isJsonString = (value: string | undefined): boolean => {
  try {
    return typeof JSON.parse(value ?? '') === 'string';
  } catch {
    return false;
  }
};

/** Parameters that refer to something: by which element. */
const references: Record<string, string> = {
  AuthProvider: 'authProvider',
  ExternalAuthIdentityProvider: 'externalAuthIdentityProvider',
  SigningCertificate: 'certificate',
};

/** @throws MetadataProblem for a parameter that is wrong by itself (text of `aud` seen live) */
export const checkParameter = (parameter: Node): void => {
  const type = typeOf(parameter);
  const value = text(parameter, 'parameterValue');
  if (type === 'JwtBodyClaim' && text(parameter, 'parameterName') === 'aud' && !isJsonString(value)) {
    refuse('The JWT aud claim has invalid JSON syntax');
  }
  const reference = references[type];
  if (reference !== undefined && text(parameter, reference) === undefined) {
    refuse(`Required field is missing: ${reference}`);
  }
  if (type === 'AuthProviderUrl') checkUrl(value ?? '');
  checkLength('Description', text(parameter, 'description'), 255);
};
