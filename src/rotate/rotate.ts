import type { SfError } from '@salesforce/core';
import pLimit from 'p-limit';
import { describeEnd } from '../describe.ts';
import { makeCertificate } from '../link/makeCertificate.ts';
import { nextCertificateName } from '../names.ts';
import { selfSignedCertificate } from '../metadata/certificate.ts';
import { type HubState, observeHub } from '../observe/hub.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { guardClock } from '../org/skew.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { LinksResult } from '../result.ts';
import type { VerifyOptions } from '../verify/verify.ts';
import { deleteUnused } from './certificates.ts';
import type { Rotating } from './context.ts';
import { guardVersion } from './guard.ts';
import { chooseTarget } from './phase.ts';
import { againCommand, type RotateRequest } from './request.ts';
import { askedTarget, guarded, lookAtAll, type Looked, selectRotating } from './select.ts';
import { rotationSteps, type Way } from './steps.ts';
import { describeTurn, takeTurn, type Turn, viewFromHub } from './turn.ts';

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
  /** Names of links of which a check may yet pass by itself. */
  pending: string[];
  /** Names of the certificates with which links signed before they were moved. */
  former: string[];
  /** Names of the certificates that were deleted. */
  deleted: string[];
  /** Links that were not named, and sign with a certificate that this plugin did not make. */
  leftOut: { name: string; certificate?: string }[];
};

/** The certificates that links have left. */
const formerOf = (turns: Turn[], looked: Looked[]): string[] => [
  ...new Set(
    looked.flatMap(({ credential: { certificate } }, i) =>
      turns[i].changed && turns[i].view.credential.certificate !== certificate ? (certificate ?? []) : []
    )
  ),
];

/** So many links are worked on at once. */
const mostAtOnce = 5;

/** The certificate that links move to, and its name. One that is to be made has only a name. */
const wayTo = (
  state: HubState,
  views: Rotating[],
  { certificate, hub, retireNow }: RotateRequest,
  now: Date
): Way => {
  const credentials = views.map(({ credential }) => credential);
  const target =
    certificate === undefined
      ? chooseTarget(state, credentials, now)
      : askedTarget(state, hub.name, certificate, now);
  const name = target === 'new' ? nextCertificateName(now, state.certificateNames) : (target?.name ?? '');
  return { target, name, retireNow, now };
};

/**
 * Gives links a new certificate with no moment at which a callout fails. Run again it goes on where it was stopped, and
 * ends what was left to wait.
 * @throws SfError for input that can't work, or the one link's problem (nothing is changed then)
 */
export const rotateLinks = async (
  request: RotateRequest,
  { dryRun, wait, waiting }: RotateOptions,
  clock: Clock = systemClock
): Promise<RotateOutcome> => {
  const { hub, spokes } = request;
  const deadline = clock.now() + wait;
  const now = new Date(clock.now());
  const turns = pLimit(mostAtOnce);
  const atHub = <T>(work: Promise<T>): Promise<T> => atOrg(hub.name, hub.conn.instanceUrl, work);
  guardVersion(hub);
  await Promise.all([hub, ...spokes].map(({ conn }) => useMyDomain(conn)));
  const state = await atHub(observeHub(hub.conn, hub.name, [request.certificate]));
  guardClock(hub.name);
  const { chosen, leftOut } = selectRotating(state, request);
  const seen = await lookAtAll(request, state, chosen, turns, now);
  const way = wayTo(
    state,
    seen.flatMap(({ view }) => view ?? []),
    request,
    now
  );
  const looked = seen.map((one) => guarded(one, way));
  if (looked.length === 1 && looked[0].problem) throw looked[0].problem;
  const isAny = looked.some(({ view }) => view !== undefined);
  const isMade = way.target === 'new' && isAny && !dryRun;
  const made = isMade
    ? await atHub(makeCertificate(hub.conn, selfSignedCertificate(way.name, now), hub.name))
    : undefined;
  const target = way.target === 'new' ? made : way.target;
  const context = {
    hub: hub.conn,
    hubTurn: pLimit(1),
    deadline,
    clock,
    waiting,
    again: againCommand(request),
  };
  const outcomes = await Promise.all(
    looked.map(async (one): Promise<Turn> => {
      const { view, problem } = one;
      if (!view) return { view: viewFromHub(state, one, hub.name), steps: [], changed: false, problem };
      if (dryRun) return { view, steps: rotationSteps(view, way), changed: false };
      return turns(() => takeTurn(view, target, way, request, context));
    })
  );
  const isDeleting = request.deleteCertificate && !dryRun;
  return {
    result: { hub: describeEnd(state.org), links: outcomes.map((turn) => describeTurn(turn, now)) },
    certificate: way.target === undefined || !isAny ? undefined : way.name,
    former: formerOf(outcomes, looked),
    problems: outcomes.flatMap(({ problem }) => problem ?? []),
    pending: outcomes.flatMap(({ view, verdict }) => (verdict?.pending ? [view.credential.name] : [])),
    deleted: isDeleting ? await atHub(deleteUnused(hub.conn, hub.name)) : [],
    leftOut: leftOut.map(({ name, certificate }) => ({ name, certificate })),
  };
};
