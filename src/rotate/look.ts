import type { OrgAuthorization } from '@salesforce/core';
import { appWords } from '../appWords.ts';
import { commandFor } from '../command.ts';
import { exitCodes, failure } from '../text/messages.ts';
import { ownerOf } from '../metadata/marker.ts';
import { originOf } from '../names.ts';
import { labelOf } from '../observe/app.ts';
import { isCopied } from '../observe/copy.ts';
import type { Credential } from '../observe/credential.ts';
import type { HubState } from '../observe/hub.ts';
import { readSiblings } from '../observe/siblings.ts';
import { consumerKeyOf } from '../observe/spoke.ts';
import { atOrg } from '../org/explain.ts';
import type { End } from '../org/end.ts';
import { connectSpoke, observeLink } from '../verify/links.ts';
import type { Rotating } from './context.ts';

const nobodyAsked = { calloutUsers: [] };

/**
 * Looks at one link and at all apps that the hub has on its spoke; changes nothing.
 * @param named the spoke as the user named it; otherwise a login of this machine is looked for
 * @throws SfError for a link that can't be rotated: nobody is logged in to the spoke, or its app is not the hub's own
 */
export const lookAt = async (
  hub: End,
  state: HubState,
  credential: Credential,
  named: End | undefined,
  logins: OrgAuthorization[],
  apiVersion: string | undefined,
  now: Date
): Promise<Rotating> => {
  const values = { hub: hub.name, name: credential.name, spoke: named?.name ?? 'ALIAS_OF_SPOKE' };
  const again = commandFor('rotate', { hub: hub.name, spoke: values.spoke });
  const link = commandFor('link', { hub: hub.name, spoke: values.spoke, name: credential.name });
  if (ownerOf(credential.component.body.description, state.org.id) !== 'ours' || isCopied(state, credential))
    throw failure('rotateNotOurs', { ...values, link });
  const end = named ? { ...named, isNamed: true } : await connectSpoke(credential, logins, apiVersion);
  if (!end) {
    const url = originOf(credential.tokenUrl);
    const asking = { hub: hub.name, 'spoke-url': url, rotate: true, 'output-file': 'request.s2s.json' };
    const request = commandFor('request', asking);
    throw failure('spokeNotHere', { ...values, again, url, request }, exitCodes.partial);
  }
  const [view, siblings] = await Promise.all([
    observeLink(hub, state, credential, { ...end, isNamed: true }, nobodyAsked, now),
    atOrg(end.name, end.conn.instanceUrl, readSiblings(end.conn, state.org.id)),
  ]);
  const { spoke } = view;
  const own = {
    ...values,
    spoke: end.name,
    spokeUrl: spoke?.org.url,
    link: commandFor('link', { hub: hub.name, spoke: end.name }),
  };
  if (!spoke?.app) throw failure('rotateNoApp', own);
  const { app } = spoke;
  const words = { ...own, app: app.names.app, ...appWords(app.names.kind, labelOf(app)) };
  if (ownerOf(app.component.body.description, state.org.id) !== 'ours')
    throw failure('rotateOthersApp', words);
  if (consumerKeyOf(spoke) === undefined) throw failure('rotateKeyHidden', words);
  return { ...view, spoke, spokeName: end.name, siblings, conn: end.conn };
};
