import { audiences, isSite, readAudience } from '../metadata/audience.ts';
import { tokenUrl } from '../metadata/hub.ts';
import { commandFor } from '../command.ts';
import { originOf } from '../names.ts';
import type { Check } from '../result.ts';
import { found, passed } from './check.ts';
import { isStray, type LinkView, namedCredentialOf, spokeUrlOf, valuesOf } from './view.ts';
import { warnOfCredential } from './warnings.ts';

/** Whether a claim is a formula of the time that does not lie in the past; formulas do not tell upper from lower case. */
const isExpiry = (claim: string | undefined): boolean =>
  /NOW\s*\(\s*\)/i.test(claim ?? '') && !/\*\s*86400\s*-\s*[1-9]/.test(claim ?? '');

/** Rung 4, pure: external and named credential say the right things about the spoke. */
export const checkCredential = (view: LinkView): Check => {
  const { spoke, credential } = view;
  const url = spokeUrlOf(view);
  const values = { ...valuesOf(view), tokenUrl: credential.tokenUrl };
  const fail = (finding: string, more = {}): Check =>
    found('credential', 'failed', finding, { ...values, ...more });
  if (isStray(view)) {
    const { hubName, spokeName } = view;
    const production = spoke?.org.isProduction === true ? spokeName : 'ALIAS_OF_PRODUCTION';
    const { name } = credential;
    const flags = { hub: hubName, spoke: production, name, 'allow-production': true };
    return fail('copyCallsProduction', {
      target: originOf(credential.tokenUrl),
      allow: commandFor('link', flags),
    });
  }
  if (credential.tokenUrl === undefined) return fail('noTokenUrl');
  if (url === undefined || credential.tokenUrl !== tokenUrl(url))
    return fail('otherTokenUrl', { expected: tokenUrl(url ?? 'https://MY_DOMAIN') });
  if (!credential.claims.iss) return fail('noIssuer');
  if (!credential.claims.sub) return fail('noSubject');
  if (!credential.claims.aud) return fail('noAudience');
  const audience = readAudience(credential.claims.aud);
  if (audience === undefined) return fail('audienceNotJson', { audience: credential.claims.aud });
  if (spoke && !isSite(audience)) {
    const accepted = audiences(spoke.org);
    if (!accepted.includes(audience))
      return fail('wrongAudience', { audience, accepted: accepted.join(', ') });
  }
  if (credential.algorithm !== undefined && credential.algorithm !== 'RS256')
    return fail('otherAlgorithm', { algorithm: credential.algorithm });
  if (!isExpiry(credential.claims.exp)) return fail('noExpiry');
  if (credential.repeatedClaims.length > 0)
    return fail('repeatedClaim', { claims: credential.repeatedClaims.join(', ') });
  if (credential.principals.length + credential.perUserPrincipals.length === 0) return fail('noPrincipal');
  const named = namedCredentialOf(view);
  if (!named) return fail('noNamedCredential');
  const namedValues = { namedCredential: named.name, url: named.url };
  if (named.url === undefined) return fail('noUrl', namedValues);
  if (named.url.replace(/\/$/, '') !== url) return fail('otherUrl', namedValues);
  if (!named.enabled) return fail('disabled', namedValues);
  if (!named.authorizes) return fail('noAuthorization', namedValues);
  return warnOfCredential(passed('credential', values), view);
};
