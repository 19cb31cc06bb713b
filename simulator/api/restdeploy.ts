import { noteChange } from '../changes.ts';
import {
  getDeployRequest,
  patchDeployRequest,
  postDeployRequest,
  type RestAnswer,
} from '../metadata/rest.ts';
import { type Answer, json } from './http.ts';
import { requireMetadataAccess } from './metadataaccess.ts';
import type { Call } from './rest.ts';

const toAnswer = ({ status, body, changes }: RestAnswer): Answer => {
  changes.forEach(noteChange);
  return json(status, body);
};

/** `POST …/metadata/deployRequest`. */
export const postDeploy = async ({ org, userId, request }: Call): Promise<Answer> => {
  requireMetadataAccess(org, userId);
  return toAnswer(await postDeployRequest(org, request.headers['content-type'] ?? '', request.body, userId));
};

/** `GET …/metadata/deployRequest/{id}`. */
export const getDeploy = ({ org, request, parts }: Call): Answer =>
  toAnswer(getDeployRequest(org, parts[0], request.query.get('includeDetails') === 'true'));

/** `PATCH …/metadata/deployRequest/{id}`. */
export const cancelDeploy = ({ org, userId, request, parts }: Call): Answer => {
  requireMetadataAccess(org, userId);
  return toAnswer(patchDeployRequest(org, parts[0], request.body, userId));
};
