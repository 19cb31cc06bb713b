import { executeAnonymous } from '../apex/execute.ts';
import type { ApexResult } from '../apex/host.ts';
import { apexHost } from '../apexhost.ts';
import { hasPermission } from '../data/permissions.ts';
import { insufficientAccess, notSimulated, SalesforceError } from '../errors.ts';
import { json } from './http.ts';
import type { Answer } from './http.ts';
import type { Org } from '../org.ts';
import type { Call as SoapCall } from '../metadata/envelope.ts';
import { escapeXml } from '../metadata/write.ts';
import { childOf } from '../metadata/xml.ts';
import { soapAnswer } from './soap.ts';
import type { Call } from './rest.ts';

/** Apex Developer Guide, "Anonymous Blocks": needs Author Apex. The text of the refusal is not documented. */
const run = (org: Org, userId: string, code: string): Promise<ApexResult> => {
  if (!hasPermission(org, userId, 'AuthorApex'))
    throw insufficientAccess('insufficient access rights on object id');
  return executeAnonymous(code, apexHost(org, userId));
};

/** `GET …/tooling/executeAnonymous?anonymousBody=`: HTTP 200 whatever became of the script, and no log. */
export const anonymousApex = async ({ org, userId, request }: Call): Promise<Answer> => {
  const code = request.query.get('anonymousBody');
  if (code === null) throw new SalesforceError(400, 'INVALID_INPUT', 'anonymousBody is required');
  return json(200, { ...(await run(org, userId, code)), log: undefined });
};

const namespace = 'http://soap.sforce.com/2006/08/apex';

const element = (name: string, value: string | number | boolean | null): string =>
  value === null ? `<${name} xsi:nil="true"/>` : `<${name}>${escapeXml(String(value))}</${name}>`;

/**
 * `executeAnonymous` of the Apex SOAP API, as `sf apex run` sends it: the code is the first element, whatever its name.
 * The debug log comes back in the header DebuggingInfo when the request has a DebuggingHeader (SOAP API Developer Guide).
 */
export const soapApex = async (
  org: Org,
  userId: string,
  { operation, header }: SoapCall
): Promise<Answer> => {
  if (operation.name !== 'executeAnonymous') throw notSimulated(`SOAP operation ${operation.name}`);
  const { log, ...result } = await run(org, userId, operation.children[0]?.text ?? '');
  const fields = Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1));
  const body = fields.map(([name, value]) => element(name, value)).join('');
  const debugging = childOf(header, 'DebuggingHeader')
    ? `<DebuggingInfo><debugLog>${escapeXml(log)}</debugLog></DebuggingInfo>`
    : '';
  return soapAnswer(
    namespace,
    `<executeAnonymousResponse><result>${body}</result></executeAnonymousResponse>`,
    debugging
  );
};
