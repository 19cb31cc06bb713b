import { failure, say } from '../text/messages.ts';
import { readAudience } from '../metadata/audience.ts';
import { tokenUrl } from '../metadata/hub.ts';
import { isSameName, originOf } from '../names.ts';
import { copiesFor } from '../observe/copy.ts';
import { credentialNamed } from '../observe/find.ts';
import type { HubState } from '../observe/hub.ts';
import type { Choice } from './choose.ts';
import type { Peer } from '../org/peer.ts';
import type { Plan } from './plan.ts';
import { againCommand, type LinkRequest } from './request.ts';

/** What of a copied link leads elsewhere now, by the element of the hub's metadata that says it. */
export type Repointed = {
  element: 'AuthProviderUrl' | 'Url' | 'aud' | 'sub' | 'iss' | 'SigningCertificate';
  from: string;
  to: string;
};

/**
 * Pure: what a plan changes of a link that a sandbox refresh copied; nothing for any other link.
 * @param consumerKey of the app, where it is known by now
 */
export const repointed = (
  { choice }: Plan,
  spokeUrl: string,
  consumerKey: string | undefined
): Repointed[] => {
  const { copied } = choice;
  if (!copied) return [];
  const named = copied.namedCredentials.find(({ name }) => isSameName(name, choice.name));
  const values: [Repointed['element'], string | undefined, string][] = [
    ['AuthProviderUrl', copied.tokenUrl, tokenUrl(spokeUrl)],
    ['Url', named?.url, spokeUrl],
    ['aud', readAudience(copied.claims.aud), choice.audience],
    ['sub', copied.claims.sub, choice.serviceUser],
    ['iss', copied.claims.iss, consumerKey ?? say('s2s', 'knownAfterApply')],
    ['SigningCertificate', copied.certificate, choice.certificate.name],
  ];
  return values.flatMap(([element, from = '', to]) => (from === to ? [] : [{ element, from, to }]));
};

/** The changes of a step of the hub, with what stood there and what stands there now. */
export const withValues = (changes: string[], all: Repointed[]): string[] =>
  changes.map((change) => {
    const found = all.find(({ element }) => element === change);
    return found ? `${change}: ${found.from} -> ${found.to}` : change;
  });

/** What a person reads of it. */
export const repointLines = ({ choice }: Plan, all: Repointed[]): string[] =>
  choice.copied && all.length > 0
    ? [
        say('s2s', 'repointed', {
          name: choice.name,
          url: originOf(choice.copied.tokenUrl) ?? choice.copied.tokenUrl,
        }),
        ...all.map(({ element, from, to }) => `  ${say('s2s', `repointed.${element}`, { from, to })}`),
      ]
    : [];

/** Refuses to choose between copies of a sandbox refresh, or to make one more link beside them. @throws SfError */
export const guardCopies = (
  hub: HubState,
  spoke: Pick<Peer, 'url'>,
  { name }: Pick<Choice, 'name'>,
  request: LinkRequest
): void => {
  const copies = copiesFor(hub, spoke.url);
  if (request.name !== undefined || copies.length < 2 || credentialNamed(hub, name)) return;
  const names = copies.map((copy) => copy.name);
  throw failure('severalCopies', {
    hub: request.hub,
    spoke: request.spoke,
    names: names.join(', '),
    again: againCommand({ ...request, name: names[0] }),
  });
};
