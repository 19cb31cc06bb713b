import type { Connection } from '@salesforce/core';
import { commandFor } from '../command.ts';
import { type Command, failure } from '../text/messages.ts';
import { guardHubId } from '../verify/select.ts';

/** What a user asks to be taken away. One of `spoke` and `name` is there. */
export type UnlinkRequest = {
  /** How the orgs were named on the command line: remedies repeat it. */
  hub: string;
  /** Whether the hub was named by its org id, because nobody is logged in to it. */
  isHubFar?: boolean;
  spoke?: string;
  name?: string;
  /** Past what still uses the link. */
  force: boolean;
  deleteCertificate: boolean;
};

/**
 * Connections to the two orgs: the one to the spoke is missing where no login was named, the one to the hub where only its
 * org id was.
 */
export type UnlinkEnds = { hub: Connection; spoke?: Connection } | { hubId: string; spoke: Connection };

/** The same command once more, with other flags where some are given. */
export const againCommand = (request: UnlinkRequest, more: Partial<UnlinkRequest> = {}): Command => {
  const { hub, isHubFar, spoke, name, force, deleteCertificate } = { ...request, ...more };
  const ends = isHubFar ? { spoke, 'hub-id': hub } : { hub, spoke };
  return commandFor('unlink', { ...ends, name, force, 'delete-certificate': deleteCertificate });
};

/**
 * Refuses what is wrong on its face.
 * @param isConfirmed whether somebody can be asked, or nobody has to be
 * @throws SfError
 */
export const guardRequest = (request: UnlinkRequest, isConfirmed: boolean): void => {
  if (request.isHubFar) guardHubId(request.hub);
  if (request.name === '' || (request.spoke === undefined && request.name === undefined))
    throw failure('spokeOrName', { hub: request.hub });
  if (!isConfirmed) throw failure('confirmationNeeded', { again: againCommand(request) });
};
