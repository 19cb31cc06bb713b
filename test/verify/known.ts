import { checkApp } from '../../src/verify/app.ts';
import { checkCertificate } from '../../src/verify/certificate.ts';
import { checkCredential } from '../../src/verify/credential.ts';
import { checkPreAuthorisation } from '../../src/verify/preAuthorisation.ts';
import type { Attempt } from '../../src/verify/attempt.ts';
import { diagnoseToken, type Known } from '../../src/verify/refusal.ts';
import type { LinkView } from '../../src/verify/view.ts';
import type { Orgs } from '../linked.ts';
import { now } from '../states.ts';
import { nothing, viewAfter } from './findings.ts';

/** A link in which something was broken, with what the pure rungs find. */
export const after = (breakIt: (orgs: Orgs) => unknown, more: Partial<LinkView> = {}): Known => {
  const view = viewAfter(breakIt, more);
  const ground = [
    checkCertificate(view, now),
    checkApp(view),
    checkPreAuthorisation(view),
    checkCredential(view),
  ];
  return { view, ground };
};
/** A link in which nothing is broken. */
export const sound = after(nothing);
/** What a refusal of the token endpoint is taken for. */
export const token = (error: string, description: string, known = sound): Attempt =>
  diagnoseToken({ granted: false, error, description, unreachable: false }, known);
