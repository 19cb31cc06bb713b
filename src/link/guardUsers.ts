import { whereUsername } from '../command.ts';
import { failure } from '../messages.ts';
import type { HubLink } from '../observe/hubLink.ts';
import type { SpokeState } from '../observe/spoke.ts';
import type { LinkRequest } from './request.ts';

/** Refuses a spoke that can't hold what is asked of it, and a service user who can't log in. @throws SfError */
export const guardServiceUser = (serviceUser: string, spoke: SpokeState, request: LinkRequest): void => {
  const values = { hub: request.hub, spoke: request.spoke };
  if (!spoke.knowsApps && !spoke.app && request.app !== 'connected-app')
    throw failure('noExternalClientApps', values);
  const user = { ...values, user: serviceUser, where: whereUsername(serviceUser) };
  if (!spoke.serviceUser) throw failure('noServiceUser', user);
  if (!spoke.serviceUser.isActive) throw failure('inactiveServiceUser', user);
};

/** Refuses callout users who are not there, or not active. @throws SfError */
export const guardCalloutUsers = (link: HubLink, request: Pick<LinkRequest, 'hub' | 'assignTo'>): void => {
  for (const asked of request.assignTo) {
    const found = link.users.get(asked);
    if (!found) throw failure('noCalloutUser', { hub: request.hub, user: asked });
    if (!found.isActive)
      throw failure('inactiveCalloutUser', {
        hub: request.hub,
        user: asked,
        where: whereUsername(found.username),
      });
  }
};
