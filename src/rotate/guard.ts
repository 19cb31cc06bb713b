import { failure } from '../text/messages.ts';
import { guardRights } from '../link/rights.ts';
import { refreshVersion } from '../metadata/signing.ts';
import type { End } from '../org/end.ts';
import type { Rotating } from './context.ts';
import { rotationSteps, type Way } from './steps.ts';

/** Refuses an API version that can't do it. @throws SfError */
export const guardVersion = ({ conn, name }: End): void => {
  const version = conn.getApiVersion();
  if (Number(version) < refreshVersion)
    throw failure('refreshVersion', { org: name, version, oldest: `${refreshVersion}.0` });
};

/** Refuses to begin with a link what the logged-in users may not finish. @throws SfError */
export const guardRotation = (view: Rotating, way: Way): void => {
  const facts = { hub: view.hub.org, spoke: view.spoke.org };
  guardRights({ steps: rotationSteps(view, way) }, facts, { hub: view.hubName, spoke: view.spokeName });
};
