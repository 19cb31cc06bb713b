import { selfSignedCertificate } from '../metadata/certificate.ts';
import { type Component, fill, type Later } from '../metadata/component.ts';
import type { AppNames } from '../metadata/spoke.ts';
import type { Choice } from './choose.ts';
import type { HubLink } from '../observe/hubLink.ts';
import type { HubState } from '../observe/hub.ts';
import { asLabel } from '../names.ts';
import { labelOf } from '../observe/app.ts';
import { hubSteps } from './hubSteps.ts';
import { readOnlySteps } from './readOnlySteps.ts';
import type { LinkRequest } from './request.ts';
import { spokeSteps } from './spokeSteps.ts';
import type { SpokeState } from '../observe/spoke.ts';
import type { Side, Step } from './step.ts';

/** Pure: all steps of a link, those with nothing to do included. */
export type Plan = {
  choice: Choice;
  app: AppNames;
  /** Label under which Setup lists the app. */
  appLabel: string;
  steps: Step[];
};

/** What a step needs to know before it can be sent. */
export type Known = Partial<Record<Later['later'], string>>;

const resolve = (component: Component, known: Known): Component =>
  fill(component, ({ later }) => known[later]);

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
  const certificate: Step = {
    org: 'hub',
    type: 'Certificate',
    name: choice.certificate.name,
    action: choice.certificate.existing ? 'unchanged' : 'create',
    changes: [],
    component: selfSignedCertificate(choice.certificate.name, now),
  };
  return {
    choice,
    app: names,
    appLabel: spoke.app ? labelOf(spoke.app) : asLabel(hub.org.name),
    steps: [
      certificate,
      ...(choice.isReadOnly && spoke.app
        ? readOnlySteps(spoke, spoke.app, choice.certificate.existing?.x509)
        : spokeSteps(hub, spoke, names, choice, request)),
      ...hubSteps(hub, link, spoke, choice, request),
    ],
  };
};

export const isSent = ({ action }: Pick<Step, 'action'>): boolean =>
  action === 'create' || action === 'update';

/** The steps of one org that a deploy carries out, with what is known by then filled in. */
export const toDeploy = (plan: Plan, org: Side, known: Known): Component[] =>
  plan.steps.flatMap((step) =>
    step.org === org && isSent(step) && step.component && step.type !== 'Certificate'
      ? [resolve(step.component, known)]
      : []
  );

/** Whether anything has to be written at all. */
export const hasWork = ({ steps }: Plan): boolean => steps.some(isSent);
