import { OAuth2 } from '@jsforce/jsforce-node';
import { say } from '../text/messages.ts';

export type Exchange =
  | { granted: true; orgId: string; userId: string }
  | { granted: false; error: string; description: string; unreachable: boolean };

/** Last two path segments of an identity URL: `https://login.salesforce.com/id/<org id>/<user id>`. */
export const readIdentityUrl = (url: string): { orgId: string; userId: string } | undefined => {
  const [, orgId, userId] = /\/id\/(00D\w{12,15})\/(005\w{12,15})$/.exec(url) ?? [];
  return orgId ? { orgId, userId } : undefined;
};

/** What is no answer of a token endpoint: it may be a page of a proxy, or of Salesforce when it is down. */
const noAnswer = (): Exchange => ({
  granted: false,
  error: 'unexpected_answer',
  description: say('s2s', 'noTokenAnswer'),
  unreachable: true,
});

const isPage = (text: string): boolean => /<!doctype|<html|<\/\w+>/i.test(text);

/** A text without what looks like an assertion or a token of that form: an endpoint may quote what it refuses. */
const withoutSecrets = (text: string): string => text.replace(/\beyJ[\w-]{8,}(\.[\w-]*)*/g, '…');

const explain = (error: unknown): string => {
  const { message, cause } = error as Error & { cause?: Error };
  return withoutSecrets(cause?.message ? `${message}: ${cause.message}` : message);
};

/**
 * Exchanges an assertion at a token endpoint and forgets the token: it is never returned and never revoked,
 * because Salesforce may hand out the very token that the hub holds.
 * Source: Salesforce Help, remoteaccess_oauth_jwt_flow; RFC 7523, section 2.1.
 * @param tokenUrl e.g. `https://acme.my.salesforce.com/services/oauth2/token`
 * @param assertion compact JWS
 * @returns for whom a token was granted, or the endpoint's own words
 */
export const exchange = async (tokenUrl: string, assertion: string): Promise<Exchange> => {
  try {
    const answer = await new OAuth2({ authzServiceUrl: tokenUrl, tokenServiceUrl: tokenUrl }).requestToken({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    });
    const identity = readIdentityUrl(String((answer as { id?: string } | undefined)?.id));
    if (!identity) return noAnswer();
    return { granted: true, ...identity };
  } catch (error) {
    const { name, message } = error as Error;
    const text = explain(error);
    if (typeof name !== 'string' || !text || isPage(text)) return noAnswer();
    const refusal = /^[a-z_]+$/.test(name);
    return {
      granted: false,
      error: name,
      description: refusal ? withoutSecrets(message) : text,
      unreachable: !refusal,
    };
  }
};
