import { commandFor } from '../command.ts';
import type { Command } from '../text/messages.ts';
import type { End } from '../org/end.ts';

/** What a user asks of a rotation. */
export type RotateRequest = {
  hub: End;
  /** None: all links of the hub that sign with a certificate which this plugin made. */
  spokes: End[];
  /** Name of the certificate to move to, instead of one that is made. */
  certificate?: string;
  retireNow: boolean;
  deleteCertificate: boolean;
  apiVersion?: string;
};

/** The command that goes on: for the spokes that were named, or for all. */
export const againCommand = (request: RotateRequest): Command =>
  commandFor('rotate', {
    hub: request.hub.name,
    spoke: request.spokes.map(({ name }) => name),
    certificate: request.certificate,
    'retire-now': request.retireNow,
    'delete-certificate': request.deleteCertificate,
  });
