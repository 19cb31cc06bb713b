import type { SfError } from '@salesforce/core';
import type { LimitFunction } from 'p-limit';
import { failure } from '../messages.ts';
import { isSameName } from '../names.ts';
import { type Credential, type HubState, isUsable } from '../observe/hub.ts';
import { explainConnection } from '../org/explain.ts';
import { readLogins } from '../org/logins.ts';
import { asSpokes, type NamedSpoke } from '../verify/links.ts';
import { type Chosen, selectLinks } from '../verify/select.ts';
import type { Rotating, Target } from './context.ts';
import { lookAt } from './look.ts';
import type { RotateRequest } from './request.ts';

/**
 * Pure: the links that were named; otherwise those that sign with a certificate which this plugin made, or with none that
 * is there.
 * @throws SfError when there is no such link
 */
export const selectRotating = (
  state: HubState,
  { hub, spokes, certificate }: RotateRequest
): Chosen<NamedSpoke>[] => {
  const chosen = selectLinks(state, hub.name, asSpokes(spokes));
  if (spokes.length > 0 || certificate !== undefined) return chosen;
  const others = state.certificates.filter(({ name }) => !name.startsWith('S2S_'));
  return chosen.filter(({ credential }) => !others.some(({ name }) => name === credential.certificate));
};

/** The certificate that was asked for. @throws SfError when the hub must not sign with it */
export const askedTarget = (state: HubState, hub: string, name: string, now: Date): Target => {
  const found = state.certificates.find((certificate) => isSameName(certificate.name, name));
  if (!found) throw failure('noCertificate', { hub, certificate: name });
  if (isUsable(found, state.org.id, now)) return found;
  throw failure('unusableCertificate', { hub, certificate: name, end: found.x509.validTo });
};

/** A link that was looked at, or why it could not be. */
export type Looked = { credential: Credential; view?: Rotating; problem?: SfError };

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
