import type { Connection } from '@salesforce/core';
import { apexText, type ApexOutcome, runApex } from '../org/apex.ts';
import { oldestVersion } from '../org/version.ts';
import { callThrough } from '../verify/callout.ts';

/** Apex that asks the spoke for something that is not there. It ends well, so that nothing of it is rolled back. */
const script = (namedCredential: string): string =>
  [
    'HttpRequest request = new HttpRequest();',
    `request.setEndpoint(${apexText(`callout:${namedCredential}/services/data/v${oldestVersion}/sobjects/S2S_Refresh`)});`,
    "request.setMethod('GET');",
    'request.setTimeout(30000);',
    'new Http().send(request);',
  ].join('\n');

/**
 * Makes a hub replace the token that it holds, without a moment at which it has none that works: the external credential
 * must be `refreshing`, so that the answer 404 makes Salesforce fetch a new one.
 * Source: Salesforce Help, nc_troubleshoot ("Additional Status Codes for Token Refresh").
 * @param name of the named credential
 */
export const refreshToken = (
  hub: Connection,
  name: string,
  namespace: string | undefined
): Promise<ApexOutcome> => callThrough((named) => runApex(hub, script(named)), name, namespace);
