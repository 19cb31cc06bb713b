import { SalesforceError } from '../errors.ts';
import { json, readJson } from './http.ts';
import type { Answer, Request } from './http.ts';
import type { Org } from '../org.ts';
import type { Call } from './rest.ts';

type Subrequest = { method?: unknown; url?: unknown; richInput?: unknown };

/** A request within a request: by the same caller, to a path below `/services/data`. */
export const requestWithin = (request: Request, method: string, url: string, body: unknown): Request => {
  const [path, ...search] = url.split('?');
  return {
    ...request,
    method,
    path: `/services/data/${path.replace(/^\/?(services\/data\/)?/, '')}`,
    query: new URLSearchParams(search.join('?')),
    headers: { ...request.headers, 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body ?? {})),
  };
};

const largestBatch = 25;

const halted = [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }];

const subrequestOf = (request: Request, subrequest: unknown): Request => {
  const { method, url, richInput } = (subrequest ?? {}) as Subrequest;
  if (typeof method !== 'string' || typeof url !== 'string') {
    throw new SalesforceError(400, 'INVALID_BATCH_REQUEST', 'A subrequest needs a method and a url');
  }
  return requestWithin(request, method, url, richInput);
};

/** Binary content has no place among the results of a batch (REST API Developer Guide, "Batch"). */
const resultOf = ({ status, headers, body }: Answer): { statusCode: number; result: unknown } => {
  if (body === '') return { statusCode: status, result: null };
  if (headers?.['content-type']?.startsWith('application/json'))
    return { statusCode: status, result: JSON.parse(body) as unknown };
  return {
    statusCode: 501,
    result: [{ errorCode: 'NOT_SIMULATED', message: 'not simulated: binary content in a batch' }],
  };
};

/**
 * `POST …/composite/batch`: up to 25 subrequests, one after the other, each with a status and a result of its own (REST
 * API Developer Guide, "Batch"). Batches and binary uploads can't be nested.
 */
export const batch = async (
  { org, request }: Call,
  answer: (org: Org, request: Request) => Promise<Answer>
): Promise<Answer> => {
  const { batchRequests, haltOnError } = readJson(request);
  if (!Array.isArray(batchRequests) || batchRequests.length === 0 || batchRequests.length > largestBatch) {
    throw new SalesforceError(400, 'INVALID_BATCH_REQUEST', `A batch takes 1 to ${largestBatch} subrequests`);
  }
  const subrequests = batchRequests.map((one) => subrequestOf(request, one));
  if (subrequests.some(({ path }) => /\/(composite|metadata)(\/|$)/.test(path))) {
    throw new SalesforceError(
      400,
      'INVALID_BATCH_REQUEST',
      'A batch takes no composite and no metadata subrequests'
    );
  }
  const results: ReturnType<typeof resultOf>[] = [];
  for (const subrequest of subrequests) {
    const failed = results.some(({ statusCode }) => statusCode >= 400);
    if (failed && haltOnError === true) results.push({ statusCode: 412, result: halted });
    else results.push(resultOf(await answer(org, subrequest)));
  }
  return json(200, { hasErrors: results.some(({ statusCode }) => statusCode >= 400), results });
};
