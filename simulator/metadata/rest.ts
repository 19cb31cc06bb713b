import type { Org } from '../org.ts';
import { deploy } from './deploy.ts';
import type { DeployOptions } from './deployment.ts';
import { deployResult } from './deployResult.ts';
import { readMultipart } from './multipart.ts';
import { CallProblem } from './problem.ts';

/** An answer of the REST API: a body for JSON, and what was changed. */
export type RestAnswer = { status: number; body: unknown; changes: string[] };

const error = (status: number, errorCode: string, message: string): RestAnswer => ({
  status,
  body: [{ message, errorCode }],
  changes: [],
});

type Parts = { zip: Buffer; options: DeployOptions };

/**
 * The parts of a multipart deploy request: `file`, and the options as `json` (Metadata API Developer Guide) or as
 * `entity_content` (what jsforce sends).
 * @throws CallProblem INVALID_MULTIPART_REQUEST
 */
const readParts = (contentType: string, body: Buffer): Parts => {
  const parts = readMultipart(contentType, body);
  const zip = parts?.get('file');
  const options = parts?.get('json') ?? parts?.get('entity_content');
  if (!zip || !options) {
    const missing = parts ? `has no part "${zip ? 'json' : 'file'}"` : 'is malformed';
    throw new CallProblem('INVALID_MULTIPART_REQUEST', `The multipart request ${missing}.`);
  }
  try {
    const { deployOptions } = JSON.parse(options.toString()) as { deployOptions?: DeployOptions };
    return { zip, options: deployOptions ?? {} };
  } catch {
    throw new CallProblem('JSON_PARSER_ERROR', 'The part "json" is no JSON object.');
  }
};

/**
 * `POST /services/data/vXX.X/metadata/deployRequest` (Metadata API Developer Guide, "Deploy Metadata with REST"): 201
 * with the id and the result as it is at the start.
 */
export const postDeployRequest = async (
  org: Org,
  contentType: string,
  body: Buffer,
  userId: string = org.adminId
): Promise<RestAnswer> => {
  try {
    const { zip, options } = readParts(contentType, body);
    const { id, changes } = await deploy(org, zip, options, userId);
    const beginning = Date.parse(deployResult(org, id).createdDate) - 1;
    const answer = {
      id,
      validatedDeployRequestId: null,
      deployOptions: options,
      deployResult: deployResult(org, id, beginning),
    };
    return { status: 201, body: answer, changes };
  } catch (problem) {
    if (problem instanceof CallProblem) return error(400, problem.statusCode, problem.message);
    throw problem;
  }
};

/** `GET …/metadata/deployRequest/{id}`, with details where `includeDetails=true` is asked. */
export const getDeployRequest = (org: Org, id: string, includeDetails: boolean): RestAnswer => {
  try {
    const { details, ...result } = deployResult(org, id);
    const shown = includeDetails ? { ...result, details } : { ...result, details: null };
    return { status: 200, body: { id: result.id, deployResult: shown }, changes: [] };
  } catch (problem) {
    if (problem instanceof CallProblem)
      return error(404, 'NOT_FOUND', 'The requested resource does not exist');
    throw problem;
  }
};
