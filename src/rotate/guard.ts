import { failure } from '../messages.ts';
import { guardRights } from '../link/rights.ts';
import { refreshVersion } from '../metadata/signing.ts';
import type { Rotating } from './context.ts';
import type { RotateRequest } from './request.ts';
import { rotationSteps, type Way } from './steps.ts';

/** Refuses to begin what can't be finished. @throws SfError */
export const guardRotation = (views: Rotating[], way: Way, { hub }: RotateRequest): void => {
  const version = hub.conn.getApiVersion();
  if (Number(version) < refreshVersion)
    throw failure('apiVersion', { org: hub.name, version, oldest: `${refreshVersion}.0` });
  for (const view of views) {
    const facts = { hub: view.hub.org, spoke: view.spoke.org };
    guardRights({ steps: rotationSteps(view, way) }, facts, { hub: view.hubName, spoke: view.spokeName });
  }
};
