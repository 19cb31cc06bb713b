import type { Component } from '../../src/metadata/component.ts';
import type { OwnSet } from '../../src/observe/ownSets.ts';
import type { Seen } from '../../src/unlink/observe.ts';
import { planUnlink, type UnlinkPlan } from '../../src/unlink/plan.ts';
import type { UnlinkRequest } from '../../src/unlink/request.ts';
import type { SpokeApp } from '../../src/unlink/observeSpoke.ts';
import { type Asked, selectLink } from '../../src/unlink/select.ts';
import type { UnlinkStep } from '../../src/unlink/step.ts';
import type { OwnUser } from '../../src/unlink/users.ts';
import { consumerKey, linkedOrgs, type Orgs } from '../linked.ts';
import { ann, service, spokeId, spokeOrg, spokeUrl } from '../states.ts';

export const asked = { id: spokeId, url: spokeUrl };
export const appId = '0xI000000000001AAA';

export const setWith = (component: Component, more: Partial<OwnSet> = {}): OwnSet => ({
  id: '0PS000000000001AAA',
  component,
  assignments: [],
  groups: [],
  grants: [],
  ...more,
});

/** What unlink sees of a linked pair. */
export type Linked = {
  orgs: Orgs;
  hubSet: OwnSet;
  app: SpokeApp;
  spokeSet: OwnSet;
  users: OwnUser[];
};

export const linked = (): Linked => {
  const orgs = linkedOrgs();
  const { spoke, link } = orgs;
  return {
    orgs,
    hubSet: setWith(link.permissionSet!, { assignments: [{ id: '0Pa1', name: ann.username }] }),
    app: { app: spoke.app!, id: appId, key: consumerKey, grants: [] },
    spokeSet: setWith(spoke.permissionSet!, {
      assignments: [{ id: '0Pa2', name: service.username }],
      grants: [{ id: '0J01', appId }],
    }),
    users: [],
  };
};

/** A user that link made. */
export const madeUser = (more: Partial<OwnUser> = {}): OwnUser => ({
  id: '005000000000009AAA',
  username: 'made@spoke.example',
  isActive: true,
  assignments: [],
  licenses: [],
  appIds: [],
  ...more,
});

/** The same as the orgs tell it to unlink. */
export const seen = (
  { orgs, hubSet, app, spokeSet, users }: Linked,
  by: Asked = { spoke: asked }
): Required<Pick<Seen, 'hubParts' | 'spokeParts'>> & Seen => ({
  hub: { name: 'myhub', id: orgs.hub.org.id, url: orgs.hub.org.url },
  hubParts: {
    state: orgs.hub,
    selection: selectLink(orgs.hub, [hubSet], by),
    usage: { users: [], unchecked: [] },
  },
  spokeParts: { org: spokeOrg, apps: [app], sets: [spokeSet], users },
  problems: {},
});

/** A component in which an admin wrote another description. */
export const describedAs = (component: Component, change: (text: string) => string): Component => ({
  ...component,
  body: { ...component.body, description: change(String(component.body.description)) },
});

export const outline = (steps: UnlinkStep[]): string[] =>
  steps.map(({ org, type, name, action }) => `${org} ${type} ${name} ${action}`);

export const find = (steps: UnlinkStep[], type: UnlinkStep['type']): UnlinkStep | undefined =>
  steps.find((step) => step.type === type);

export const request = (more: Partial<UnlinkRequest> = {}): UnlinkRequest => ({
  hub: 'myhub',
  spoke: 'myspoke',
  force: false,
  deleteCertificate: false,
  ...more,
});

export const planOf = (is: Linked, more: Partial<UnlinkRequest> = {}): UnlinkPlan =>
  planUnlink(seen(is), request(more));

/** The description of what was taken over. */
export const taken = (text: string): string => `${text} (adopted)`;
