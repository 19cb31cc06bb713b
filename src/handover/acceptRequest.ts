import { X509Certificate } from 'node:crypto';
import type { LinkRequest, SpokeHalfRequest } from '../link/request.ts';
import type { Peer } from '../org/peer.ts';
import type { RequestDocument } from './document.ts';

/** What a spoke's admin decides about a request. */
export type Accepting = SpokeHalfRequest & {
  /** How the spoke was named on the command line. */
  spoke: string;
  requestFile: string;
  outputFile: string;
  allowProduction: boolean;
  adopt: boolean;
  /** Whether the hub's former apps go. */
  retireNow: boolean;
};

/** The same, as the pieces of a link take it that is made in one go. */
export const asLinkRequest = (
  { requestFile, outputFile, ...accepting }: Accepting,
  { hub }: RequestDocument
): LinkRequest => ({
  ...accepting,
  hub: hub.url,
  assignTo: [],
  unassign: [],
  allowSelf: false,
  files: { request: requestFile, output: outputFile },
});

/** The hub that asks, as a link knows the org at its other end. */
export const peerOf = ({ hub: { orgId, ...hub } }: RequestDocument): Peer => ({
  ...hub,
  id: orgId,
  // Only a spoke is asked that; and a sandbox hub is told by isSandbox.
  isProduction: !hub.isSandbox,
});

/** The certificate that a request brings. */
export const certificateOf = ({ certificate }: RequestDocument): { name: string; x509: X509Certificate } => ({
  name: certificate.name,
  x509: new X509Certificate(certificate.pem),
});
