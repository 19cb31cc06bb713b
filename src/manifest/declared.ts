import type { LinkRequest } from '../link/request.ts';
import type { Manifest, ManifestHub, ManifestLink, WayBack } from './schema.ts';
import { type Path, type Place, placeOf, type Source } from './document.ts';

/** A link as a file declares it, and where. */
export type DeclaredLink = Place & { request: LinkRequest };

/** A hub, named as in the file, with the links that it is to have. */
export type DeclaredHub = {
  hub: string;
  /** Whether the file lists its links; false where only the way back of another hub's link is one of them. */
  isListed: boolean;
  links: DeclaredLink[];
};

const asRequest = (
  hub: string,
  spoke: string,
  {
    bidirectional: _,
    spoke: _spoke,
    ...wishes
  }: WayBack & Partial<Pick<ManifestLink, 'bidirectional' | 'spoke'>>
): LinkRequest => ({
  ...wishes,
  // An address without a user that gets it is none that a command takes.
  serviceUserEmail: wishes.createServiceUser === undefined ? undefined : wishes.serviceUserEmail,
  hub,
  spoke,
  assignTo: wishes.assignTo ?? [],
  unassign: [],
  allowSelf: wishes.allowSelf ?? false,
  allowProduction: wishes.allowProduction ?? false,
  adopt: wishes.adopt ?? false,
});

/** What holds for the way back too: what is about neither org, its users or its certificates. */
const shared = ({
  app,
  ipRelaxation,
  credentialAccess,
  adopt,
  allowSelf,
  allowProduction,
}: WayBack): WayBack => ({ app, ipRelaxation, credentialAccess, adopt, allowSelf, allowProduction });

/**
 * Pure: the links of a manifest with their defaults, hub by hub in the order of the file: the link's own value, that of
 * its hub, that of the file. A hub that stands there twice is one.
 */
export const declaredHubs = ({ defaults, hubs }: Manifest, source: Source): DeclaredHub[] => {
  const found = new Map<string, DeclaredHub>();
  const hubNamed = (hub: string): DeclaredHub => {
    const known = found.get(hub) ?? { hub, isListed: false, links: [] };
    found.set(hub, known);
    return known;
  };
  const add = (request: LinkRequest, path: Path): void => {
    hubNamed(request.hub).links.push({ ...placeOf(source, path), request });
  };
  const addLinks = ({ hub, links, ...own }: ManifestHub, i: number): void => {
    hubNamed(hub).isListed = true;
    links.forEach((link, j) => {
      const wishes = { ...defaults, ...own.defaults, ...link };
      const path = ['hubs', i, 'links', j];
      add(asRequest(hub, link.spoke, wishes), path);
      const { bidirectional } = link;
      if (bidirectional === undefined || bidirectional === false) return;
      const back = bidirectional === true ? {} : bidirectional;
      add(asRequest(link.spoke, hub, { ...shared(wishes), ...back }), [...path, 'bidirectional']);
    });
  };
  hubs.forEach(addLinks);
  return [...found.values()];
};
