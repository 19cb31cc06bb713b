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

/** Components by which a next run finds a link on the hub. */
const traces = ['NamedCredential', 'ExternalCredential', 'PermissionSet'];

/**
 * The spoke before the end of the link's trace on the hub: by the name alone a next run would not know the spoke any more,
 * where this one is stopped in between.
 */
const traceLast = (hub: UnlinkStep[], spoke: UnlinkStep[]): UnlinkStep[] => {
  const released = hub.filter(({ action }) => action === 'release');
  const trace = hub.filter(({ type, action }) => action === 'delete' && traces.includes(type)).slice(-1);
  const last = released.length > 0 ? released : trace;
  return [...hub.filter((step) => !last.includes(step)), ...spoke, ...last];
};

/** Pure: what takes a link away. Hub first: nobody calls into nothing then. */
export const planUnlink = ({ hubParts, spokeParts, spoke }: Seen, request: UnlinkRequest): UnlinkPlan => {
  const trusted = spokeParts ? trustedBy(spokeParts) : [];
  const { deleteCertificate } = request;
  const used = spokeParts?.apps[0]?.app;
  const [part] = hubParts?.selection.parts ?? [];
  const onHub = hubParts ? hubSteps(hubParts.state, hubParts.selection, { trusted, deleteCertificate }) : [];
  const onSpoke = spokeParts ? spokeSteps(spokeParts, hubParts?.selection.bystanders ?? []) : [];
  return {
    name: part?.name ?? request.name ?? (spoke ? nameOfOrg(spoke.url) : ''),
    app: used?.names.app,
    appKind: used?.names.kind,
    steps: request.spoke === undefined ? traceLast(onHub, onSpoke) : [...onHub, ...onSpoke],
  };
};

/** Whether anything has to be written at all. */
export const hasWork = ({ steps }: UnlinkPlan): boolean => steps.some(isWork);
