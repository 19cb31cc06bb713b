import { callerSteps } from '../link/callerSteps.ts';
import type { ManifestLink } from '../manifest/schema.ts';
import { audiences, readAudience } from '../metadata/audience.ts';
import { readOnlyName } from '../metadata/hub.ts';
import { isSameId, ownerOf } from '../metadata/marker.ts';
import { ipRelaxations } from '../metadata/spoke.ts';
import { isOwnCertificate, isSameName, nameOfOrg } from '../names.ts';
import { settingsOf } from '../observe/app.ts';
import { nameToGive } from '../observe/find.ts';
import { isUsable } from '../observe/hub.ts';
import { accessOf } from '../observe/hubLink.ts';
import { consumerKeyOf, type SpokeState } from '../observe/spoke.ts';
import type { LinkView } from '../verify/view.ts';

/** A link as it was seen, with the spoke: without a login to that there is nothing to declare. */
export type SeenLink = LinkView & { spoke: SpokeState; spokeName: string };

/**
 * Who holds what `link` would let them have. A user who holds less, because somebody took it away, is left out: to name
 * them would give it back.
 * @returns the names among the candidates, and whether the user who is logged in is one of those who may call
 */
const callersOf = (
  { hub, link, credential, calloutUsers }: SeenLink,
  access: 'modify-all' | 'read'
): { assignTo: string[]; isSelfIn: boolean } => {
  const sets = { wide: credential.name, narrow: readOnlyName(credential.name) };
  const { steps } = callerSteps(hub, link, sets, access, { assignTo: calloutUsers, unassign: [] });
  const isHeld = (name: string | undefined): boolean =>
    steps.some((step) => step.action === 'unchanged' && step.name.endsWith(`: ${name}`));
  const self = hub.org.user.username;
  const called = (name: string): string | undefined =>
    link.users.get(name)?.username ?? link.groups.get(name)?.name;
  return {
    assignTo: calloutUsers.filter((name) => !isSameName(name, self) && isHeld(called(name))),
    isSelfIn: isHeld(self),
  };
};

/** What of the app `link` would not choose or find by itself. Somebody else's has the settings that its owner gave it. */
const appOf = ({
  hub,
  credential,
  spoke,
}: SeenLink): Pick<ManifestLink, 'app' | 'appName' | 'ipRelaxation'> => {
  const { app } = spoke;
  if (!app) return {};
  const { kind, app: name } = app.names;
  const usual = nameOfOrg(hub.org.url);
  const isFoundByKey = consumerKeyOf(spoke) === credential.claims.iss;
  // A rotation gives names a counter, and `link` goes by the consumer key.
  const isRotated = isFoundByKey && isSameName(name.replace(/_\d+$/, ''), usual);
  const isOurs = ownerOf(app.component.body.description, hub.org.id) === 'ours';
  const { ipRelaxation } = settingsOf(app);
  const relaxed = ipRelaxations.slice(1).find((one) => isSameName(one, ipRelaxation));
  return {
    ...(kind === 'connected-app' && { app: kind }),
    ...(!isSameName(name, usual) && !isRotated && { appName: name }),
    ...(isOurs && relaxed && { ipRelaxation: relaxed }),
  };
};

/** A certificate that somebody chose. One of the plugin's own is the next rotation's to replace. */
const certificateOf = ({ hub, certificate }: SeenLink, now: Date): string | undefined =>
  certificate && !isOwnCertificate(certificate.name) && isUsable(certificate, hub.org.id, now)
    ? certificate.name
    : undefined;

/**
 * Pure: a link as a manifest declares it, so that to apply it changes nothing: what `link` would not choose by itself.
 * @returns the link, and whether the user who is logged in may use it, as whoever applies a manifest may
 */
export const declare = (seen: SeenLink, now: Date): { link: ManifestLink; isSelfIn: boolean } => {
  const { hub, credential, spoke, link } = seen;
  const access = accessOf(link) ?? 'modify-all';
  const name = nameToGive(hub, credential, spoke.org.url);
  const audience = readAudience(credential.claims.aud);
  const certificate = certificateOf(seen, now);
  const { assignTo, isSelfIn } = callersOf(seen, access);
  return {
    isSelfIn,
    link: {
      spoke: seen.spokeName,
      ...(name !== undefined && { name }),
      ...(credential.claims.sub && { serviceUser: credential.claims.sub }),
      ...(assignTo.length > 0 && { assignTo }),
      ...appOf(seen),
      ...(certificate !== undefined && { certificate }),
      ...(audience !== undefined && audience !== audiences(spoke.org)[0] && { audience }),
      ...(access === 'read' && { credentialAccess: access }),
      ...(isSameId(hub.org.id, spoke.org.id) && { allowSelf: true }),
      ...(hub.org.isSandbox && spoke.org.isProduction && { allowProduction: true }),
    },
  };
};
