import { selfSignedCertificate } from '../metadata/certificate.ts';
import { type Component, fill, type Later } from '../metadata/component.ts';
import type { AppNames } from '../metadata/spoke.ts';
import type { CertificateChoice, Choice } from './choose.ts';
import type { HubLink } from '../observe/hubLink.ts';
import { type HubCertificate, type HubState, leafOf } from '../observe/hub.ts';
import { labelOfOrg } from '../names.ts';
import { labelOf } from '../observe/app.ts';
import { isReclaimed } from '../observe/copy.ts';
import { credentialNamed } from '../observe/find.ts';
import { hubSteps } from './hubSteps.ts';
import type { Peer } from '../org/peer.ts';
import { readOnlySteps } from './readOnlySteps.ts';
import type { LinkRequest } from './request.ts';
import { spokeSteps } from './spokeSteps.ts';
import type { SpokeState } from '../observe/spoke.ts';
import type { Side, Step } from './step.ts';

/** The app of a link, as it is or will be. */
export type PlannedApp = {
  app: AppNames;
  /** Label under which Setup lists the app. */
  appLabel: string;
};

/** Pure: all steps of a link, those with nothing to do included. */
export type Plan = PlannedApp & { choice: Choice; steps: Step[] };

/** What a step needs to know before it can be sent. */
export type Known = Partial<Record<Later['later'], string>>;

const resolve = (component: Component, known: Known): Component =>
  fill(component, ({ later }) => known[later]);

/** Pure: the certificate of a link: there, or to be made by the hub itself. */
export const certificateStep = ({ name, existing }: CertificateChoice, now: Date): Step => ({
  org: 'hub',
  type: 'Certificate',
  name,
  action: existing ? 'unchanged' : 'create',
  changes: [],
  component: selfSignedCertificate(name, now),
});

/** What the spoke's half of a link is made of. */
export type SpokePlan = PlannedApp & { steps: Step[] };

/**
 * Pure: the spoke's half of a link.
 * @param certificate that the app is to trust; undefined where the hub is yet to make it
 * @param takesCopies whether what carries another hub's marker is this hub's all the same
 */
export const planSpoke = (
  hub: Peer,
  spoke: SpokeState,
  names: AppNames,
  certificate: Pick<HubCertificate, 'x509'> | undefined,
  request: Pick<LinkRequest, 'adopt' | 'ipRelaxation'> & { isReadOnly: boolean; takesCopies: boolean }
): SpokePlan => ({
  app: names,
  appLabel: spoke.app ? labelOf(spoke.app) : labelOfOrg(hub),
  steps:
    request.isReadOnly && spoke.app
      ? readOnlySteps(spoke, spoke.app, certificate?.x509)
      : spokeSteps(
          hub,
          spoke,
          names,
          certificate ? leafOf(certificate) : { later: 'certificatePem' },
          request,
          request.takesCopies
        ),
});

/** Pure: desired minus observed. Sends nothing, waits for nothing. */
export const planLink = (
  hub: HubState,
  link: HubLink,
  spoke: SpokeState,
  choice: Choice,
  names: AppNames,
  request: LinkRequest,
  now: Date
): Plan => {
  const takesCopies = isReclaimed(hub, credentialNamed(hub, choice.name), spoke);
  const onSpoke = planSpoke(hub.org, spoke, names, choice.certificate.existing, {
    ...request,
    isReadOnly: choice.isReadOnly,
    takesCopies,
  });
  return {
    ...onSpoke,
    choice,
    steps: [
      certificateStep(choice.certificate, now),
      ...onSpoke.steps,
      ...hubSteps(hub, link, spoke.org, choice, request),
    ],
  };
};

/** Whether a step changes something in its org. */
export const isSent = ({ action }: Pick<Step, 'action'>): boolean =>
  action === 'create' || action === 'update';

/** The steps of one org that a deploy carries out, with what is known by then filled in. */
export const toDeploy = ({ steps }: { steps: Step[] }, org: Side, known: Known): Component[] =>
  steps.flatMap((step) =>
    step.org === org && isSent(step) && step.component && step.type !== 'Certificate'
      ? [resolve(step.component, known)]
      : []
  );

/** Whether anything has to be written at all. */
export const hasWork = ({ steps }: { steps: Step[] }): boolean =>
  steps.some((step) => isSent(step) || step.action === 'delete');
