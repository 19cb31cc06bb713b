import { say } from '../text/messages.ts';
import { ownerOf } from '../metadata/marker.ts';
import { settingsOf } from '../observe/app.ts';
import type { SpokeState } from '../observe/spoke.ts';
import type { Plan } from './plan.ts';
import type { LinkRequest } from './request.ts';

/** Whom it concerns that an app is taken over: those who used it so far. */
export const adoptionWarnings = (
  { app }: SpokeState,
  { spoke, adopt }: LinkRequest,
  plan: Plan
): string[] => {
  if (!adopt || !app || ownerOf(app.component.body.description, '') !== 'foreign') return [];
  const { certificate, adminApproved } = settingsOf(app);
  const isReplaced =
    certificate !== undefined &&
    plan.steps.some(({ org, changes }) => org === 'spoke' && changes.includes('certificate'));
  const values = { app: plan.app.app, spoke, certificate: plan.choice.certificate.name };
  return [
    ...(adminApproved ? [] : [say('s2s', 'warning.policyTightened', values)]),
    ...(isReplaced ? [say('s2s', 'warning.certificateReplaced', values)] : []),
  ];
};
