import { callout } from '../../simulator/callout/callout.ts';
import type { ApexHttpRequest, ApexHttpResponse } from '../../simulator/apex/host.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';

/** A callout of a user of the hub, the administrator unless told otherwise. */
export const call = (
  { org }: SimulatedOrg,
  changes: Partial<ApexHttpRequest> = {},
  userId = org.adminId
): Promise<ApexHttpResponse> =>
  callout(org, userId, {
    endpoint: 'callout:Spoke/services/data/v66.0/',
    method: 'GET',
    headers: {},
    body: '',
    timeout: 10_000,
    ...changes,
  });

/** What Apex would see: `<type>: <message>`. */
export const thrown = async (...args: Parameters<typeof call>): Promise<string> => {
  try {
    await call(...args);
  } catch (error) {
    const { type, message } = error as Error & { type: string };
    return `${type}: ${message}`;
  }
  throw new Error('nothing was thrown');
};

export const noEndpoint = (name: string): string =>
  `System.CalloutException: The callout couldn't access the endpoint. You might not have the required permissions, or the named credential "${name}" might not exist.`;
export const noCredential =
  'System.CalloutException: We couldn\'t access the credential(s). You might not have the required permissions, or the external credential "Spoke" might not exist.';
export const noToken = 'System.CalloutException: Unable to complete the JWT token exchange.';
