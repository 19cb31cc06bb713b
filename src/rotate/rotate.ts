import type { SfError } from '@salesforce/core';
import pLimit from 'p-limit';
import { describeEnd } from '../describe.ts';
import { makeCertificate } from '../link/makeCertificate.ts';
import { nextCertificateName } from '../names.ts';
import { selfSignedCertificate } from '../metadata/certificate.ts';
import { observeHub } from '../observe/hub.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { LinksResult } from '../result.ts';
import type { VerifyOptions } from '../verify/verify.ts';
import { deleteUnused } from './certificates.ts';
import type { Context } from './context.ts';
import { guardRotation } from './guard.ts';
import { chooseTarget } from './phase.ts';
import { againCommand, type RotateRequest } from './request.ts';
import { askedTarget, lookAtAll, selectRotating } from './select.ts';
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
  /** Names of the certificates that were deleted. */
  deleted: string[];
};

/** So many links are worked on at once. */
const mostAtOnce = 5;

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
  const turns = pLimit(mostAtOnce);
  await Promise.all([hub, ...spokes].map(({ conn }) => useMyDomain(conn)));
  const state = await atOrg(hub.name, hub.conn.instanceUrl, observeHub(hub.conn, hub.name, asked));
  const looked = await lookAtAll(request, state, selectRotating(state, request), turns, now);
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
    result: { hub: describeEnd(state.org), links: outcomes.map((turn) => describeTurn(turn, now)) },
    certificate: target === undefined ? undefined : name,
    problems: outcomes.flatMap(({ problem }) => problem ?? []),
    deleted,
  };
};
