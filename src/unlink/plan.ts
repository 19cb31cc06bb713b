import { fingerprint } from '../metadata/certificate.ts';
import type { AppKind } from '../metadata/spoke.ts';
import { nameOfOrg } from '../names.ts';
import { settingsOf } from '../observe/app.ts';
import { hubSteps } from './hubSteps.ts';
import type { Seen } from './observe.ts';
import type { SpokeParts } from './observeSpoke.ts';
import type { UnlinkRequest } from './request.ts';
import { spokeSteps } from './spokeSteps.ts';
import { isWork, type UnlinkStep } from './step.ts';

/** Pure: everything that is taken away, given back or kept, in the order in which it happens. */
export type UnlinkPlan = {
  /** Name of the link: its own, the asked one, or the one that a link to that spoke would have. */
  name: string;
  app?: string;
  appKind?: AppKind;
  steps: UnlinkStep[];
};

/** Fingerprints of the certificates that apps of the hub trust. */
const trustedBy = ({ apps }: Pick<SpokeParts, 'apps'>): string[] =>
  apps.flatMap(({ app }) => fingerprint(settingsOf(app).certificate ?? '') ?? []);

/** Pure: what takes a link away. Hub first: nobody calls into nothing then. */
export const planUnlink = ({ hubParts, spokeParts, spoke }: Seen, request: UnlinkRequest): UnlinkPlan => {
  const trusted = spokeParts ? trustedBy(spokeParts) : [];
  const { deleteCertificate } = request;
  const used = spokeParts?.apps[0]?.app;
  const [part] = hubParts?.selection.parts ?? [];
  return {
    name: part?.name ?? request.name ?? (spoke ? nameOfOrg(spoke.url) : ''),
    app: used?.names.app,
    appKind: used?.names.kind,
    steps: [
      ...(hubParts ? hubSteps(hubParts.state, hubParts.selection, { trusted, deleteCertificate }) : []),
      ...(spokeParts ? spokeSteps(spokeParts, hubParts?.selection.siblings ?? []) : []),
    ],
  };
};

/** Whether anything has to be written at all. */
export const hasWork = ({ steps }: UnlinkPlan): boolean => steps.some(isWork);
