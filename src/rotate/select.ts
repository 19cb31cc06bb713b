import type { SfError } from '@salesforce/core';
import type { LimitFunction } from 'p-limit';
import { failure } from '../text/messages.ts';
import { guardPending } from '../link/guard.ts';
import { isOwnCertificate, isSameName } from '../names.ts';
import { lastDay } from '../metadata/certificate.ts';
import type { Credential } from '../observe/credential.ts';
import { type HubState, isUsable } from '../observe/hub.ts';
import { explainConnection } from '../org/explain.ts';
import { readLogins } from '../org/logins.ts';
import { asSpokes, type NamedSpoke } from '../verify/links.ts';
import { type Chosen, selectLinks } from '../verify/select.ts';
import type { Rotating, Target } from './context.ts';
import { guardRotation } from './guard.ts';
import { lookAt } from './look.ts';
import { isUnfinished } from './phase.ts';
import type { RotateRequest } from './request.ts';
import type { Way } from './steps.ts';

/**
 * Pure: the links that were named; otherwise those that sign with a certificate which this plugin made, or with none that
 * is there. The others are left out, unless their rotation is under way: with such a one nothing new is begun, it is finished.
 * @throws SfError when there is no such link
 */
export const selectRotating = (
  state: HubState,
  { hub, spokes, certificate }: RotateRequest
): { chosen: Chosen<NamedSpoke>[]; leftOut: Credential[] } => {
  const all = selectLinks(state, hub.name, asSpokes(spokes));
  if (spokes.length > 0 || certificate !== undefined) return { chosen: all, leftOut: [] };
  const others = state.certificates.filter(({ name }) => !isOwnCertificate(name));
  const isLeftOut = (credential: Credential): boolean =>
    !isUnfinished(credential) && others.some(({ name }) => name === credential.certificate);
  return {
    chosen: all.filter(({ credential }) => !isLeftOut(credential)),
    leftOut: all.flatMap(({ credential }) => (isLeftOut(credential) ? [credential] : [])),
  };
};

/** The certificate that was asked for. @throws SfError when the hub must not sign with it */
export const askedTarget = (state: HubState, hub: string, name: string, now: Date): Target => {
  guardPending(state, hub, name);
  const found = state.certificates.find((certificate) => isSameName(certificate.name, name));
  if (!found) throw failure('noCertificate', { hub, certificate: name });
  if (isUsable(found, state.org.id, now)) return found;
  throw failure('unusableCertificate', { hub, certificate: found.name, end: lastDay(found.x509) });
};

/** A link that can be rotated as far as was looked, or why it can't. */
export type Looked = { credential: Credential; view?: Rotating; problem?: SfError };

/** The same, with what keeps its users from finishing it. */
export const guarded = (one: Looked, way: Way): Looked => {
  if (!one.view) return one;
  try {
    guardRotation(one.view, way);
    return one;
  } catch (error) {
    return { credential: one.credential, problem: error as SfError };
  }
};

/** Looks at links side by side; one that can't be looked at does not spoil the others. */
export const lookAtAll = async (
  { hub, apiVersion }: RotateRequest,
  state: HubState,
  chosen: Chosen<NamedSpoke>[],
  turns: LimitFunction,
  now: Date
): Promise<Looked[]> => {
  const logins = await readLogins();
  const look = async ({ credential, spoke }: Chosen<NamedSpoke>): Promise<Looked> => {
    try {
      return { credential, view: await lookAt(hub, state, credential, spoke, logins, apiVersion, now) };
    } catch (error) {
      return { credential, problem: explainConnection(error, hub.name, hub.conn.instanceUrl) };
    }
  };
  return Promise.all(chosen.map((one) => turns(() => look(one))));
};
