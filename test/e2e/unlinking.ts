import { rows } from '../../simulator/tables.ts';
import type { UnlinkRequest } from '../../src/unlink/request.ts';
import { type UnlinkOptions, type UnlinkOutcome, unlinkOrgs } from '../../src/unlink/unlink.ts';
import { type Pair, quickClock } from './pair.ts';

/** Takes the link between the two away, as the command would without asking. */
export const unlink = (
  pair: Pair,
  request: Partial<UnlinkRequest> = {},
  options: Partial<UnlinkOptions> = {}
): Promise<UnlinkOutcome> => {
  const asked = {
    hub: pair.hub.org.alias,
    spoke: pair.spoke.org.alias,
    force: false,
    deleteCertificate: false,
    ...request,
  };
  const ends = { hub: pair.ends.hub, spoke: asked.spoke === undefined ? undefined : pair.ends.spoke };
  return unlinkOrgs(ends, asked, { dryRun: false, progress: () => undefined, ...options }, quickClock());
};

/** Writes another description into components, and into the records that tell it. */
export const describeAs = ({ org }: Pair['hub'], change: (text: string) => string): void => {
  for (const component of org.components.values())
    if (typeof component.body.description === 'string')
      component.body.description = change(component.body.description);
  for (const sobject of ['PermissionSet', 'ExternalClientApplication'])
    for (const row of rows(org, sobject))
      if (typeof row.Description === 'string') row.Description = change(row.Description);
};
