import type { OrgFacts } from './org/identity.ts';
import type { LinkResult, LinksResult } from './result.ts';
import type { HubCertificate } from './observe/hub.ts';

/** Names that a connection may be known by besides its username. */
export const describeEnd = ({ id, user, alias, url }: OrgFacts): LinksResult['hub'] => ({
  orgId: id,
  username: user.username,
  alias: alias === undefined || alias === user.username ? null : alias,
  url,
});

export const describeCertificate = (
  name: string,
  existing: HubCertificate | undefined
): LinkResult['certificate'] => ({
  name,
  expires: existing ? new Date(existing.x509.validTo).toISOString() : null,
});
