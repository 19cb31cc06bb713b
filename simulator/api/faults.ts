import type { ServerResponse } from 'node:http';
import { type Answer, isCallout, refusal, type Request } from './http.ts';
import { SalesforceError, sessionExpired } from '../errors.ts';
import { soapFault } from './soap.ts';
import type { Fault, Org } from '../org.ts';

/** Salesforce's page for an org that is down (Salesforce DX Developer Guide, "Troubleshoot"). */
const maintenancePage =
  '<html><head><title>Error Page</title></head><body><h1>Data Not Available</h1>' +
  '<p>The data you were trying to access could not be found.</p></body></html>';

/** Seen live (SalesforceLabs/OrgCheck#432). Source: Salesforce Developer Limits, "Concurrent API Request Limits". */
const tooManyText = 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.';

/** The fault that hits a request, counted down; undefined for most requests. */
export const takeFault = (org: Org, request: Request, operation: string): Fault | undefined => {
  const fitting = org.faults.filter(
    (candidate) =>
      candidate.times !== 0 &&
      (candidate.path === undefined || candidate.path.test(request.path)) &&
      (candidate.callout === undefined || candidate.callout === isCallout(request)) &&
      (candidate.operation === undefined || candidate.operation.test(operation))
  );
  const fault = fitting.find(({ after = 0 }) => after === 0);
  for (const waiting of fitting) if (waiting.after) waiting.after -= 1;
  if (fault?.times !== undefined) fault.times -= 1;
  return fault;
};

/** What a fault answers instead of the real thing, if it answers. */
export const faultAnswer = (kind: Fault['kind'], soap: boolean): Answer | undefined => {
  if (kind === 'expired') {
    return soap
      ? soapFault('sf:INVALID_SESSION_ID', 'INVALID_SESSION_ID: Session expired or invalid')
      : refusal(sessionExpired());
  }
  if (kind === 'tooMany') {
    return soap
      ? soapFault('sf:REQUEST_LIMIT_EXCEEDED', `REQUEST_LIMIT_EXCEEDED: ${tooManyText}`)
      : refusal(new SalesforceError(403, 'REQUEST_LIMIT_EXCEEDED', tooManyText));
  }
  if (kind === 'unavailable')
    return { status: 503, headers: { 'content-type': 'text/html' }, body: maintenancePage };
  if (kind === 'html')
    return { status: 200, headers: { 'content-type': 'text/html' }, body: maintenancePage };
  if (kind === 'foreign')
    return { status: 200, headers: { 'content-type': 'application/xhtml+xml' }, body: maintenancePage };
  if (kind === 'blank') return { status: 204, headers: {}, body: '' };
  return undefined;
};

/** Writes an answer; `reset` breaks the connection off in the middle, `truncate` ends it as if it were whole. */
export const send = (response: ServerResponse, answer: Answer, fault?: Fault['kind']): void => {
  const body = Buffer.from(answer.body);
  const half = body.subarray(0, Math.floor(body.length / 2));
  const sent = fault === 'truncate' ? half : body;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': sent.length });
  if (fault !== 'reset') response.end(sent);
  else response.write(half, () => response.destroy());
};
