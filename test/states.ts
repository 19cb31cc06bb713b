import { noGroups } from '../src/observe/calloutGroups.ts';
import type { HubLink } from '../src/observe/hubLink.ts';
import { readCredential } from '../src/observe/credential.ts';
import type { HubState } from '../src/observe/hub.ts';
import type { LinkRequest } from '../src/link/request.ts';
import type { ExternalClientApp } from '../src/observe/app.ts';
import type { SpokeState } from '../src/observe/spoke.ts';
import type { Body, Component, ComponentType, Content } from '../src/metadata/component.ts';
import { normalise } from '../src/metadata/normalise.ts';
import type { OrgFacts } from '../src/org/identity.ts';
import type { OrgUser } from '../src/org/users.ts';

export const now = new Date('2026-11-24T12:00:00Z');
export const hubId = '00D000000000001AAA';
export const otherHubId = '00D000000000002AAA';
export const spokeId = '00D000000000003AAA';
export const otherSpokeId = '00D000000000004AAA';
export const spokeUrl = 'https://acme--uat.sandbox.my.salesforce.com';

export const ann: OrgUser = {
  id: '005000000000001AAA',
  username: 'ann@hub.example',
  name: 'Ann',
  isActive: true,
  userType: 'Standard',
};
export const service: OrgUser = {
  id: '005000000000002AAA',
  username: 'service@spoke.example',
  name: 'Service',
  isActive: true,
  userType: 'Standard',
};

export const hubOrg: OrgFacts = {
  id: hubId,
  alias: 'myhub',
  name: 'Hub Inc.',
  url: 'https://hub-dev-ed.develop.my.salesforce.com',
  isSandbox: false,
  isProduction: false,
  apiVersion: 66,
  user: { id: ann.id, username: ann.username, email: ann.username },
  missingRights: [],
};

export const spokeOrg: OrgFacts = {
  id: spokeId,
  alias: 'myspoke',
  name: 'Acme',
  url: spokeUrl,
  isSandbox: true,
  isProduction: false,
  apiVersion: 66,
  user: { id: service.id, username: service.username, email: service.username },
  missingRights: [],
};

export const request = (more: Partial<LinkRequest> = {}): LinkRequest => ({
  hub: 'myhub',
  spoke: 'myspoke',
  assignTo: [],
  unassign: [],
  allowSelf: false,
  allowProduction: false,
  adopt: false,
  ...more,
});

/** A component as an org tells it after a deploy: flags as text, a single entry as an object, what is empty as nil. */
export const echo = ({ type, fullName, body }: Component, more: Body = {}): Component => {
  const told = (content: Content): Content => {
    if (Array.isArray(content)) return content.length === 1 ? told(content[0]) : content.map(told);
    if (typeof content !== 'object') return String(content);
    return Object.fromEntries(
      Object.entries(content)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, told(value)])
    );
  };
  return normalise(type, { fullName, ...(told({ ...body, ...more }) as Body) })!;
};

/** What a hub holds whose external and named credentials are these. */
export const hubWith = (components: Component[], more: Partial<HubState> = {}): HubState => {
  const of = (wanted: ComponentType): Component[] => components.filter(({ type }) => type === wanted);
  const named = of('NamedCredential');
  return {
    org: hubOrg,
    certificateNames: (more.certificates ?? []).map(({ name }) => name),
    certificates: [],
    pendingCertificates: [],
    credentials: of('ExternalCredential').flatMap((component) => readCredential(component, named) ?? []),
    externalCredentials: of('ExternalCredential'),
    namedCredentials: named,
    ...more,
  };
};

export const linkWith = (more: Partial<HubLink> = {}): HubLink => ({
  assigned: [],
  ended: [],
  ...noGroups,
  users: new Map([[ann.username, ann]]),
  ...more,
});

type LinkedSpoke = SpokeState & { app?: ExternalClientApp };

export const spokeWith = (more: Partial<LinkedSpoke> = {}): LinkedSpoke => ({
  org: spokeOrg,
  knowsApps: true,
  taken: [],
  preAuthorised: [],
  serviceUser: service,
  held: [],
  ended: [],
  holders: [],
  ...more,
});

/** The external client app that these components are. */
export const appOf = (names: ExternalClientApp['names'], components: Component[]): ExternalClientApp => {
  const find = (wanted: ComponentType): Component | undefined =>
    components.find(({ type }) => type === wanted);
  return {
    names,
    component: find('ExternalClientApplication')!,
    oauthSettings: find('ExtlClntAppOauthSettings'),
    globalOauthSettings: find('ExtlClntAppGlobalOauthSettings'),
    oauthPolicy: find('ExtlClntAppOauthConfigurablePolicies'),
    policy: find('ExtlClntAppConfigurablePolicies'),
  };
};
