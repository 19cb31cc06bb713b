import { checkCertificate } from '../appCertificate.ts';
import { settleConsumerKey } from '../consumerKey.ts';
import { flag, text, without } from '../content.ts';
import { MetadataProblem } from '../problem.ts';
import type { TypeRules } from '../typeRules.ts';
import { checkCallbackUrls } from '../values.ts';
import { checkSatellite, removeAlone, satelliteId } from './satellites.ts';

const type = 'ExtlClntAppGlobalOauthSettings';

const flags = [
  'isClientCredentialsFlowEnabled',
  'isCodeCredFlowEnabled',
  'isCodeCredPostOnly',
  'isConsumerSecretOptional',
  'isDeviceFlowEnabled',
  'isIntrospectAllTokens',
  'isNamedUserJwtEnabled',
  'isPkceRequired',
  'isRefreshTokenRotationEnabled',
  'isSecretRequiredForRefreshToken',
  'isSecretRequiredForTokenExchange',
  'isTokenExchangeEnabled',
  'shouldRotateConsumerKey',
  'shouldRotateConsumerSecret',
];

/**
 * ExtlClntAppGlobalOauthSettings (Metadata API Developer Guide: a certificate turns the JWT bearer flow on). All flags
 * come back on retrieve; the consumer key does where the org reveals it, the secret never.
 */
export const extlClntAppGlobalOauthSettings: TypeRules = {
  check: (org, fullName, received) => {
    const sent = without(received, 'consumerSecret');
    checkSatellite(org, type, fullName, sent);
    for (const rotation of ['shouldRotateConsumerKey', 'shouldRotateConsumerSecret']) {
      if (flag(sent, rotation))
        throw new MetadataProblem('UNKNOWN_EXCEPTION', `not simulated: ${rotation}=true`);
    }
    checkCallbackUrls(text(sent, 'callbackUrl'));
    checkCertificate(text(sent, 'certificate'));
    const key = settleConsumerKey(
      org,
      type,
      fullName,
      text(sent, 'consumerKey'),
      /^[A-Za-z0-9._+/=-]{8,256}$/
    );
    const defaults = Object.fromEntries(flags.map((name) => [name, 'false']));
    return { body: { label: fullName, ...defaults, ...sent, consumerKey: key } };
  },
  save: (org, fullName) => satelliteId(org, type, fullName),
  remove: removeAlone(type),
  read: (org, { body: { consumerKey, ...rest } }) =>
    org.settings.revealConsumerKey && consumerKey !== undefined ? { ...rest, consumerKey } : rest,
};
