import { SfError } from '@salesforce/core';
import { failure } from '../text/messages.ts';

type Cause = Error & { errorCode?: string; code?: string; cause?: Cause };

const expired =
  /INVALID_SESSION_ID|INVALID_AUTH|expired access\/refresh token|ERROR_HTTP_401|RefreshTokenAuth|invalid_grant|Session expired/i;
/** jsforce's own refusal: metadata is listed and read over SOAP, which takes such a token from v68 on. */
const jwtToken = /does not support JWT-based access tokens/i;
/** What the API answers to a user who may not do that, by code: texts differ by the language of the user. */
const forbidden = /INSUFFICIENT_ACCESS|API_DISABLED_FOR_ORG|API_CURRENTLY_DISABLED/;
/** What an org answers to a version of its API that it does not have: REST, then SOAP. */
const noSuchVersion = /\bNOT_FOUND\b|UNSUPPORTED_API_VERSION/;
/** A page, half an answer, what is no HTTP, or XML that is none: its parser tells line, column and character. */
const garbled =
  /than the API's answer|leads elsewhere|answer (is packed|can't be unpacked)|HPE_|HEADERS_OVERFLOW|LENGTH_MISMATCH|ERROR_HTTP_5\d\d|Unexpected end|not valid JSON|\nLine: \d+\nColumn: \d+\nChar:/i;
/** What an org says whose requests of a day are used up. Source: Salesforce Developer Limits, "API Request Limits". */
const usedUp = /REQUEST_LIMIT_EXCEEDED/;
/** A refusal without a word, which is not how an API refuses: something in between, such as a firewall. */
const barred = /ERROR_HTTP_403/;
/** Our own transport's refusal. */
const insecure = /is not https/;
const network =
  /ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EHOST|ENET|UND_ERR|fetch failed|timed? ?out|Timeout|larger than/i;

const words = ({ name, errorCode, code, message }: Cause): string =>
  [name, errorCode, code, message].filter(Boolean).join(' ');

/**
 * What an org, or something before it, says that has too many requests at a time. Source: Salesforce Developer Limits,
 * "Concurrent API Request Limits"; RFC 6585, section 4.
 */
const tooMany = /REQUEST_LIMIT_EXCEEDED[^]*Concurrent|ERROR_HTTP_4(29|20)/;

/** Whether an org refused only because it has too many requests at a time: the same may go well a little later. */
export const isTooMany = (error: unknown): boolean => tooMany.test(words(error as Cause));

/** A connection that broke, or that nobody took: told at once, unlike silence. */
const broken = /ECONN|ENOTFOUND|EPIPE|EHOST|ENET|UND_ERR_SOCKET/;

const root = (error: Cause): Cause => (error.cause instanceof Error ? root(error.cause) : error);

const textOf = (cause: Cause): string => `${words(cause)} ${words(root(cause))}`;

/** Whether a request may well be answered when it is asked again at once: its connection broke, or no API answered. */
export const isPassing = (error: unknown): boolean =>
  error instanceof SyntaxError || garbled.test(textOf(error as Cause)) || broken.test(textOf(error as Cause));

/**
 * What a connection threw, as an error that names the org and says what to do: its login is over, it can't be reached,
 * it answered with something else than an API does, or it refused.
 */
export const explainConnection = (error: unknown, org: string, url: string): SfError => {
  if (error instanceof SfError && error.actions !== undefined && error.actions.length > 0)
    return error as SfError;
  const cause = error as Cause;
  const text = textOf(cause);
  const values = { org, url, problem: root(cause).message };
  if (insecure.test(text)) return failure('insecure', values);
  if (jwtToken.test(text)) return failure('jwtSession', values);
  if (forbidden.test(text)) return failure('forbidden', values);
  if (expired.test(text)) return failure('loginExpired', values);
  const isGarbled = garbled.test(text);
  if (!isGarbled && network.test(text)) return failure('unreachable', values);
  if (isGarbled || cause instanceof SyntaxError || cause instanceof TypeError) {
    return failure('unexpectedAnswer', values);
  }
  const refusal = { ...values, problem: `${cause.errorCode ?? cause.name}: ${cause.message}` };
  if (noSuchVersion.test(text)) return failure('noSuchVersion', refusal);
  if (isTooMany(error)) return failure('tooManyRequests', refusal);
  if (usedUp.test(text)) return failure('requestsUsedUp', refusal);
  return failure(barred.test(text) ? 'barred' : 'refused', refusal);
};

/** Work at one org: whatever goes wrong with its connection is explained. @throws SfError */
export const atOrg = async <T>(org: string, url: string, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw explainConnection(error, org, url);
  }
};
