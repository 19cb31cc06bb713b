import { commandFor, replaceCommand, repointCommand, uploadCommand } from '../command.ts';
import { say } from '../text/messages.ts';
import { isSameId, readRetiring } from '../metadata/marker.ts';
import { nameToGive } from '../observe/find.ts';
import type { Credential } from '../observe/credential.ts';
import type { HubState } from '../observe/hub.ts';
import type { LinkResult } from '../result.ts';

const day = (date: string): string => date.slice(0, 10);

/** Pure: what is the matter with a link and what to type; undefined where nothing is. */
export const remedyOf = (
  hub: HubState,
  credential: Credential,
  { name, spoke, state, certificate }: LinkResult,
  hubName: string
): string | undefined => {
  const rotate = replaceCommand(hubName, certificate?.name);
  switch (state) {
    case 'copied':
      return say('s2s', 'list.remedy.copied', {
        name,
        url: spoke.url ?? '?',
        link: repointCommand(hubName, name),
      });
    case 'expired':
      return say('s2s', 'list.remedy.expired', { name, certificate: certificate?.name, rotate });
    case 'pending':
      return say('s2s', 'list.remedy.pending', {
        name,
        certificate: certificate?.name,
        upload: uploadCommand(hubName, certificate?.name),
      });
    case 'incomplete':
      return say('s2s', 'list.remedy.incomplete', {
        name,
        hub: hubName,
        link: commandFor('link', {
          hub: hubName,
          spoke: spoke.alias ?? spoke.username ?? 'ALIAS_OF_SPOKE',
          name: nameToGive(hub, credential, spoke.url ?? undefined),
          'allow-self': isSameId(spoke.orgId ?? '', hub.org.id),
        }),
      });
    case 'retiring': {
      const { app, since = '' } = readRetiring(credential.component.body.description) ?? {};
      // Whatever the certificate: without one, what was begun is finished.
      const finish = commandFor('rotate', { hub: hubName });
      return say('s2s', 'list.remedy.retiring', { name, app, since: day(since), rotate: finish });
    }
    default:
      return undefined;
  }
};

/** Pure: the certificates of some links that end within so many days or have ended, a line each with its links. */
export const endingSoon = (links: LinkResult[], days: number, hub: string): string[] => {
  const ending = links.flatMap(({ name, certificate }) =>
    certificate?.expires && (certificate.daysLeft ?? days) < days ? [{ link: name, ...certificate }] : []
  );
  return [...new Set(ending.map(({ name }) => name))].map((certificate) => {
    const ofIt = ending.filter(({ name }) => name === certificate);
    const [{ expires, daysLeft }] = ofIt;
    const names = ofIt.map(({ link }) => link).join(', ');
    const key = (daysLeft ?? 0) < 0 ? 'list.ended' : 'list.endsSoon';
    return say('s2s', key, {
      certificate,
      names,
      end: day(String(expires)),
      days: daysLeft ?? 0,
      rotate: replaceCommand(hub, certificate),
    });
  });
};
