import type { SfError } from '@salesforce/core';
import pLimit, { type LimitFunction } from 'p-limit';
import { describeEnd } from '../describe.ts';
import { makeCertificate } from '../link/makeCertificate.ts';
import { nextCertificateName } from '../names.ts';
import { selfSignedCertificate } from '../metadata/certificate.ts';
import { credentialNamed } from '../observe/find.ts';
import { type HubState, observeHub } from '../observe/hub.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg, explainConnection } from '../org/explain.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { LinkResult, LinksResult, StepResult } from '../result.ts';
import { describe } from '../verify/links.ts';
import { type Verdict, verifyLink, type VerifyOptions } from '../verify/verify.ts';
import type { LinkView } from '../verify/view.ts';
import { deleteUnused } from './certificates.ts';
import type { Context, Rotating, Target } from './context.ts';
import { finish } from './finish.ts';
import { guardRotation } from './guard.ts';
import { lookAt } from './look.ts';
import { chooseTarget } from './phase.ts';
import { againCommand, type RotateRequest } from './request.ts';
import { rotateLink } from './rotateLink.ts';
import { askedTarget, type Looked, lookAtAll, selectRotating } from './select.ts';
import { rotationSteps, type Way } from './steps.ts';

export type RotateOptions = {
  dryRun: boolean;
  /** Milliseconds. */
  wait: number;
  waiting: VerifyOptions['waiting'];
};

export type RotateOutcome = {
  result: LinksResult;
  /** Name of the certificate that links move to; undefined where only what was begun is finished. */
  certificate?: string;
  problems: SfError[];
  /** Names of the certificates that were deleted. */
  deleted: string[];
};

/** So many links are worked on at once. */
const mostAtOnce = 5;

/** What became of one link. */
type Turn = { view: LinkView; steps: StepResult[]; changed: boolean; verdict?: Verdict; problem?: SfError };

/** A link of which nothing is known but what the hub holds. */
const viewFromHub = (state: HubState, { credential }: Looked, hubName: string): LinkView => ({
  hub: state,
  link: { assigned: [], users: new Map() },
  credential,
  certificate: state.certificates.find(({ name }) => name === credential.certificate),
  calloutUsers: [],
  hubName,
});

const describeTurn = ({ view, steps, changed, verdict, problem }: Turn): LinkResult => ({
  ...describe(view, { checks: verdict?.checks ?? [] }),
  steps,
  changed,
  problem: problem ? { name: problem.name, message: problem.message, actions: problem.actions ?? [] } : null,
});

/** Rotates one link, proves it, and ends what is due. What goes wrong belongs to this link alone. */
const takeTurn = async (
  view: Rotating,
  target: Target | undefined,
  way: Way,
  request: RotateRequest,
  context: Context
): Promise<Turn> => {
  const { hub, clock } = context;
  const steps = rotationSteps(view, way);
  const turn: Turn = { view, steps, changed: way.target === 'new' };
  try {
    turn.changed = (await rotateLink(view, target, context)) || turn.changed;
    const state = await atOrg(view.hubName, hub.instanceUrl, observeHub(hub, view.hubName));
    const credential = credentialNamed(state, view.credential.name)!;
    const end = { conn: view.conn, name: view.spokeName };
    const after = await lookAt(request.hub, state, credential, end, [], request.apiVersion);
    turn.view = after;
    turn.verdict = await verifyLink(after, hub, {
      deadline: turn.changed ? context.deadline : 0,
      clock,
      waiting: context.waiting,
    });
    if (turn.verdict.passed) turn.changed = (await finish(after, way.retireNow, context)) || turn.changed;
  } catch (error) {
    turn.problem = explainConnection(error, view.hubName, hub.instanceUrl);
  }
  return turn;
};

/**
 * Gives links a new certificate with no moment at which a callout fails. Run again it goes on where it was stopped, and
 * ends what was left to wait.
 * @throws SfError for input that can't work (nothing is changed then)
 */
export const rotateLinks = async (
  request: RotateRequest,
  { dryRun, wait, waiting }: RotateOptions,
  clock: Clock = systemClock
): Promise<RotateOutcome> => {
  const { hub, spokes, certificate: asked, retireNow } = request;
  const deadline = clock.now() + wait;
  const now = new Date(clock.now());
  const turns: LimitFunction = pLimit(mostAtOnce);
  await Promise.all([hub, ...spokes].map(({ conn }) => useMyDomain(conn)));
  const state = await atOrg(hub.name, hub.conn.instanceUrl, observeHub(hub.conn, hub.name, asked));
  const looked = await lookAtAll(request, state, selectRotating(state, request), turns);
  const views = looked.flatMap(({ view }) => view ?? []);
  if (looked.length === 1 && looked[0].problem) throw looked[0].problem;
  const target =
    asked === undefined
      ? chooseTarget(
          state,
          views.map(({ credential }) => credential),
          now
        )
      : askedTarget(state, hub.name, asked, now);
  const name = target === 'new' ? nextCertificateName(now, state.certificateNames) : (target?.name ?? '');
  const way: Way = { target, name, retireNow, now };
  guardRotation(views, way, request);
  const isNew = target === 'new' && views.length > 0;
  const context: Context = {
    hub: hub.conn,
    hubTurn: pLimit(1),
    deadline,
    clock,
    waiting,
    again: againCommand(request),
  };
  const made =
    isNew && !dryRun
      ? await atOrg(
          hub.name,
          hub.conn.instanceUrl,
          makeCertificate(hub.conn, selfSignedCertificate(name, now), hub.name)
        )
      : target === 'new'
        ? undefined
        : target;
  const outcomes = await Promise.all(
    looked.map(async (one): Promise<Turn> => {
      const { view, problem } = one;
      if (!view) return { view: viewFromHub(state, one, hub.name), steps: [], changed: false, problem };
      if (dryRun) return { view, steps: rotationSteps(view, way), changed: false };
      return turns(() => takeTurn(view, made, way, request, context));
    })
  );
  const deleted =
    request.deleteCertificate && !dryRun
      ? await atOrg(hub.name, hub.conn.instanceUrl, deleteUnused(hub.conn, hub.name))
      : [];
  return {
    result: { hub: describeEnd(state.org), links: outcomes.map(describeTurn) },
    certificate: target === undefined ? undefined : name,
    problems: outcomes.flatMap(({ problem }) => problem ?? []),
    deleted,
  };
};
