import { SfError } from '@salesforce/core';
import { failure } from '../messages.ts';

type Cause = Error & { errorCode?: string; code?: string; cause?: Cause };

const expired =
  /INVALID_SESSION_ID|INVALID_AUTH|expired access\/refresh token|RefreshTokenAuth|invalid_grant|Session expired/i;
const garbled = /HTML page|ERROR_HTTP_5\d\d|Unclosed root tag|Unexpected end|not valid JSON/i;
const network =
  /ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EHOST|ENET|UND_ERR|fetch failed|timed? ?out|Timeout|larger than/i;

const words = ({ name, errorCode, code, message }: Cause): string =>
  [name, errorCode, code, message].filter(Boolean).join(' ');
const root = (error: Cause): Cause => (error.cause instanceof Error ? root(error.cause) : error);

/**
 * What a connection threw, as an error that names the org and says what to do: its login is over, it can't be reached,
 * it answered with something else than an API does, or it refused.
 */
export const explainConnection = (error: unknown, org: string, url: string): SfError => {
  if (error instanceof SfError && error.actions !== undefined && error.actions.length > 0)
    return error as SfError;
  const cause = error as Cause;
  const text = `${words(cause)} ${words(root(cause))}`;
  const values = { org, url, problem: root(cause).message };
  if (expired.test(text)) return failure('loginExpired', values);
  const isGarbled = garbled.test(text);
  if (!isGarbled && network.test(text)) return failure('unreachable', values);
  if (isGarbled || cause instanceof SyntaxError || cause instanceof TypeError) {
    return failure('unexpectedAnswer', values);
  }
  return failure('refused', { ...values, problem: `${cause.errorCode ?? cause.name}: ${cause.message}` });
};

/** Work at one org: whatever goes wrong with its connection is explained. @throws SfError */
export const atOrg = async <T>(org: string, url: string, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw explainConnection(error, org, url);
  }
};
