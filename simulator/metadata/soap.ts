import type { Org } from '../org.ts';
import { readCall, writeFault, writeResponse } from './envelope.ts';
import type { Call } from './envelope.ts';
import { operations } from './operations.ts';
import { CallProblem, ParseProblem } from './problem.ts';

export type SoapAnswer = {
  status: number;
  xml: string;
  /** `<type>:<name>` of each component that was created, changed or deleted. */
  changes: string[];
  /** Name of the operation, `''` where the request is none. */
  operation: string;
  sessionId: string;
};

/** The user of a live session. */
const userOfSession = (org: Org, sessionId: string): string | undefined => {
  const session = org.sessions.get(sessionId);
  return session?.alive ? session.userId : undefined;
};

/**
 * Answers a call of `POST /services/Soap/m/{version}` (Metadata API Developer Guide). Whatever fails as a whole is a
 * fault with status 500: a dead session, what is no SOAP or does not fit the schema, what is not simulated.
 * @param userOf the user of a session, undefined for a dead one
 */
export const metadataSoap = async (
  org: Org,
  xml: string,
  userOf: (sessionId: string) => string | undefined = (sessionId) => userOfSession(org, sessionId)
): Promise<SoapAnswer> => {
  let call: Call | undefined;
  const fault = (code: string, text: string): SoapAnswer => ({
    status: 500,
    xml: writeFault(code, text),
    changes: [],
    operation: call?.operation.name ?? '',
    sessionId: call?.sessionId ?? '',
  });
  try {
    call = readCall(xml);
    const { operation, sessionId } = call;
    const userId = userOf(sessionId);
    if (userId === undefined) {
      return fault(
        'sf:INVALID_SESSION_ID',
        'INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session'
      );
    }
    const perform = operations[operation.name];
    if (!perform) throw new CallProblem('UNKNOWN_EXCEPTION', `not simulated: ${operation.name}`);
    const { results, changes } = await perform(org, call, userId);
    return {
      status: 200,
      xml: writeResponse(operation.name, results),
      changes,
      operation: operation.name,
      sessionId,
    };
  } catch (error) {
    if (error instanceof CallProblem)
      return fault(`sf:${error.statusCode}`, `${error.statusCode}: ${error.message}`);
    if (error instanceof ParseProblem) return fault('soapenv:Client', error.message);
    throw error;
  }
};
