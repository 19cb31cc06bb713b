import { appWords } from '../appWords.ts';
import { describeEnd, describeLink } from '../describe.ts';
import type { Values } from '../text/messages.ts';
import { credentialNamed } from '../observe/find.ts';
import { preAuthorisingSet } from '../observe/spoke.ts';
import type { LinksResult, StepResult } from '../result.ts';
import { certificateWords, missingOn, type Todo, todosFor } from '../todo.ts';
import type { Verdict } from '../verify/verify.ts';
import type { Observed } from './observe.ts';
import type { Plan } from './plan.ts';
import { againCommand, type LinkRequest } from './request.ts';
import { type Repointed, withValues } from './repoint.ts';
import type { Step } from './step.ts';

/** A step as a result. @param all what of a copied link leads elsewhere now */
export const describeStep =
  (all: Repointed[]) =>
  ({ org, type, name, action, changes }: Step): StepResult => ({
    org,
    type,
    name,
    action,
    changes: org === 'hub' ? withValues(changes, all) : changes,
    reason: null,
  });

/** What a person has to do on an app that is only looked at. */
const todosOf = (
  { hub, spoke }: Observed,
  { choice, app, appLabel }: Plan,
  request: LinkRequest,
  outputDir: string | undefined
): Todo[] => {
  if (!choice.isReadOnly) return [];
  const { name } = choice.certificate;
  const certificate = hub.certificates.find((other) => other.name === name);
  const values: Values = {
    spoke: request.spoke,
    app: app.app,
    certificate: name,
    serviceUser: choice.serviceUser,
    permissionSet: preAuthorisingSet(spoke) ?? app.permissionSet,
    ...appWords(app.kind, appLabel),
    ...certificateWords(againCommand(request), name, outputDir),
  };
  return todosFor(missingOn(spoke, certificate?.x509), values);
};

/** The result of a run: what was planned or done, what the rungs found, and what is left to a person. */
export const describeRun = (
  seen: Observed,
  plan: Plan,
  request: LinkRequest,
  now: Date,
  {
    verdict,
    changed,
    outputDir,
    repointed,
  }: { verdict?: Verdict; changed: boolean; outputDir?: string; repointed: Repointed[] }
): LinksResult => {
  const { choice, app, steps } = plan;
  const { hub, spoke } = seen;
  const { name, serviceUser, certificate } = choice;
  const known = {
    name,
    hub,
    credential: credentialNamed(hub, name),
    spoke: describeEnd(spoke.org),
    app,
    serviceUser,
    certificate: certificate.name,
  };
  const run = {
    changed,
    steps: steps.map(describeStep(repointed)),
    checks: verdict?.checks ?? [],
    todo: todosOf(seen, plan, request, outputDir),
  };
  return { hub: describeEnd(hub.org), links: [describeLink(known, now, run)] };
};
