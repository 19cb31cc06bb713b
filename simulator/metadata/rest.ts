import type { Org } from '../org.ts';
import { cancelDeploy } from './cancel.ts';
import { deploy } from './deploy.ts';
import type { DeployOptions } from './deployment.ts';
import { deployResult } from './deployResult.ts';
import { readMultipart } from './multipart.ts';
import { CallProblem } from './problem.ts';
import { deployRecentValidation } from './quickDeploy.ts';

/** An answer of the REST API: a body for JSON, and what was changed. */
export type RestAnswer = { status: number; body: unknown; changes: string[] };

const error = (status: number, errorCode: string, message: string): RestAnswer => ({
  status,
  body: [{ message, errorCode }],
  changes: [],
});

const jsonOf = <T>(body: Buffer): Partial<T> => {
  try {
    return (JSON.parse(body.toString()) ?? {}) as Partial<T>;
  } catch {
    throw new CallProblem('JSON_PARSER_ERROR', 'The request body is no JSON object.');
  }
};

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
  return { zip, options: jsonOf<{ deployOptions: DeployOptions }>(options).deployOptions ?? {} };
};

/** The id of a new deploy: of a zip, or, with `validatedDeployRequestId` in JSON, of a recent validation. */
const startDeploy = async (
  org: Org,
  contentType: string,
  body: Buffer,
  userId: string
): Promise<{ id: string; changes: string[]; options: DeployOptions; validated: string | null }> => {
  const asked = /^application\/json\b/.test(contentType)
    ? jsonOf<{ validatedDeployRequestId: string }>(body)
    : {};
  const { validatedDeployRequestId: validated } = asked;
  if (validated !== undefined)
    return { ...(await deployRecentValidation(org, validated, userId)), options: {}, validated };
  const { zip, options } = readParts(contentType, body);
  return { ...(await deploy(org, zip, options, userId)), options, validated: null };
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
    const { id, changes, options, validated } = await startDeploy(org, contentType, body, userId);
    const beginning = Date.parse(deployResult(org, id).createdDate) - 1;
    const answer = {
      id,
      validatedDeployRequestId: validated,
      deployOptions: options,
      deployResult: deployResult(org, id, beginning),
    };
    return { status: 201, body: answer, changes };
  } catch (problem) {
    if (problem instanceof CallProblem) return error(400, problem.statusCode, problem.message);
    throw problem;
  }
};

/**
 * `PATCH …/metadata/deployRequest/{id}` with the status `Canceling` (Metadata API Developer Guide, "Cancel a Deployment
 * in Progress Using REST"): 202, the deploy is cancelled a moment later.
 */
export const patchDeployRequest = (
  org: Org,
  id: string,
  body: Buffer,
  userId: string = org.adminId
): RestAnswer => {
  try {
    const { deployResult: wanted } = jsonOf<{ deployResult: { status?: string } }>(body);
    if (wanted?.status !== 'Canceling') {
      throw new CallProblem('INVALID_FIELD', 'The status of a deploy can only become Canceling.');
    }
    const canceled = cancelDeploy(org, id, userId);
    const url = `${org.url}/services/data/v${org.apiVersions.at(-1)}/metadata/deployRequest/${canceled.id}`;
    const answer = { id: canceled.id, url, deployResult: deployResult(org, canceled.id) };
    return { status: 202, body: answer, changes: [] };
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
