import { gatherChanges, noteChange } from '../changes.ts';
import { SalesforceError } from '../errors.ts';
import { undoable } from '../metadata/snapshot.ts';
import type { Org } from '../org.ts';
import { requestWithin } from './batch.ts';
import { json, readJson } from './http.ts';
import type { Answer, Request } from './http.ts';
import type { Call } from './rest.ts';

type Subrequest = { method: string; url: string; referenceId: string; body: unknown };
type Subanswer = {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
};

const largestComposite = 25;

/** Of the resources that a composite takes, those that the simulator has. */
const resources = /^\/services\/data\/v\d+\.\d\/(sobjects|query|queryAll|limits)\b/;

const badRequest = (message: string): SalesforceError => new SalesforceError(400, 'BAD_REQUEST', message);

/** No source gives the texts of what is wrong with the form of a request. */
const readSubrequest = (subrequest: unknown): Subrequest => {
  const { method, url, referenceId, body } = (subrequest ?? {}) as Record<string, unknown>;
  if (typeof method !== 'string' || typeof url !== 'string' || !resources.test(url))
    throw badRequest('A subrequest needs a method and the url of a resource that a composite takes');
  if (typeof referenceId !== 'string' || !/^[A-Za-z]\w*$/.test(referenceId))
    throw badRequest('A subrequest needs a referenceId of letters, digits and underscores');
  return { method, url, referenceId, body };
};

const halted = (message: string): Answer => json(400, [{ errorCode: 'PROCESSING_HALTED', message }]);

/** What `@{reference.path}` stands for. @throws SalesforceError PROCESSING_HALTED (text seen live) */
const resolveReference = (answers: Subanswer[], reference: string): string => {
  const [name, ...path] = reference.split(/[.[\]]+/).filter(Boolean);
  const start: unknown = answers.find(({ referenceId }) => referenceId === name)?.body;
  const value = path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string, unknown>)[key]
        : undefined,
    start
  );
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new SalesforceError(
      400,
      'PROCESSING_HALTED',
      `Invalid reference specified. No value for ${reference} found in ${name}`
    );
  }
  return String(value);
};

const withReferences = (answers: Subanswer[], text: string): string =>
  text.replace(/@\{([^}]*)\}/g, (_, reference: string) => resolveReference(answers, reference));

const withReferencesBelow = (answers: Subanswer[], value: unknown): unknown => {
  if (typeof value === 'string') return withReferences(answers, value);
  if (Array.isArray(value)) return value.map((item) => withReferencesBelow(answers, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withReferencesBelow(answers, inner)])
  );
};

const toSubanswer = (referenceId: string, { status, headers = {}, body }: Answer): Subanswer => ({
  body: body === '' ? null : (JSON.parse(body) as unknown),
  httpHeaders: headers.location === undefined ? {} : { Location: headers.location },
  httpStatusCode: status,
  referenceId,
});

type Send = (org: Org, request: Request) => Promise<Answer>;

const answerTo = async (
  { org, request }: Call,
  { method, url, body }: Subrequest,
  answers: Subanswer[],
  send: Send
): Promise<Answer> => {
  try {
    const filled = withReferencesBelow(answers, body);
    return await send(org, requestWithin(request, method, withReferences(answers, url), filled));
  } catch (error) {
    if (error instanceof SalesforceError) return halted(error.message);
    throw error;
  }
};

const text = 'The transaction was rolled back since another operation in the same transaction failed.';

/**
 * `POST …/composite`: up to 25 subrequests, of which later ones may refer to what earlier ones answered (REST API
 * Developer Guide, "Composite"). With allOrNone everything is taken back where one fails.
 */
export const composite = async (call: Call, send: Send): Promise<Answer> => {
  const { compositeRequest, allOrNone } = readJson(call.request);
  if (
    !Array.isArray(compositeRequest) ||
    compositeRequest.length === 0 ||
    compositeRequest.length > largestComposite
  )
    throw badRequest(`A composite takes 1 to ${largestComposite} subrequests`);
  const subrequests = compositeRequest.map(readSubrequest);
  if (new Set(subrequests.map(({ referenceId }) => referenceId)).size < subrequests.length)
    throw badRequest('Two subrequests have the same referenceId');
  const undos: (() => void)[] = [];
  const { result, changes } = await gatherChanges(async () => {
    const answers: Subanswer[] = [];
    for (const subrequest of subrequests) {
      // What a subrequest writes is written before it first waits.
      const { result: answer, undo } = undoable(call.org, () => answerTo(call, subrequest, answers, send));
      undos.unshift(undo);
      answers.push(toSubanswer(subrequest.referenceId, await answer));
      if (allOrNone === true && answers[answers.length - 1].httpStatusCode >= 400) break;
    }
    return answers;
  });
  if (allOrNone !== true || result.every(({ httpStatusCode }) => httpStatusCode < 400)) {
    changes.forEach(noteChange);
    return json(200, { compositeResponse: result });
  }
  for (const undo of undos) undo();
  const compositeResponse = subrequests.map(({ referenceId }, index) =>
    result[index]?.httpStatusCode >= 400 ? result[index] : toSubanswer(referenceId, halted(text))
  );
  return json(200, { compositeResponse });
};
