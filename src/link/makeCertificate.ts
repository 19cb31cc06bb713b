import type { Connection } from '@salesforce/core';
import { failure } from '../text/messages.ts';
import type { Component } from '../metadata/component.ts';
import { type HubCertificate, readHubCertificate } from '../observe/hub.ts';
import { createComponent, problemOf } from '../org/metadata.ts';

/**
 * Lets a hub make a certificate, and reads its public part. It is created, never saved again: that could renew its key.
 * @param org how commands call the hub
 * @throws SfError when there is no such certificate afterwards
 */
export const makeCertificate = async (
  hub: Connection,
  certificate: Component,
  org: string
): Promise<HubCertificate> => {
  const errors = await createComponent(hub, certificate);
  const made = await readHubCertificate(hub, certificate.fullName);
  if (made) return made;
  const problem = problemOf(errors);
  throw failure('certificateNotCreated', { certificate: certificate.fullName, problem, hub: org });
};
