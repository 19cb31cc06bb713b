import { type Choice, choose } from '../src/link/choose.ts';
import type { HubLink } from '../src/observe/hubLink.ts';
import type { HubState } from '../src/observe/hub.ts';
import { type Plan, planLink, toDeploy } from '../src/link/plan.ts';
import type { LinkRequest } from '../src/link/request.ts';
import type { Component } from '../src/metadata/component.ts';
import type { SpokeState } from '../src/observe/spoke.ts';
import { connectedAppNames, type ExternalClientAppNames, newAppNames } from '../src/metadata/spoke.ts';
import type { ExternalClientApp } from '../src/observe/app.ts';
import type { LinkView } from '../src/verify/view.ts';
import { makeCertificate } from './certificates.ts';
import { ann, appOf, echo, hubWith, linkWith, now, request, service, spokeWith } from './states.ts';

export const appNames = newAppNames('hub_dev_ed');
export const consumerKey = '3MVG9.consumer_key';
export const permissionSetId = '0PS000000000001AAA';

/** Linked, if at all, through an external client app. */
export type Orgs = { hub: HubState; link: HubLink; spoke: SpokeState & { app?: ExternalClientApp } };

/** Two orgs that hold nothing of each other. */
export const freshOrgs = (): Orgs => ({ hub: hubWith([]), link: linkWith(), spoke: spokeWith() });

/** What link decides and plans about two orgs. */
export const planFor = (
  { hub, link, spoke }: { hub: HubState; link: HubLink; spoke: SpokeState },
  asked: Partial<LinkRequest> = {}
): Plan => {
  const wanted = request(asked);
  const choice: Choice = choose(hub, link, spoke, wanted, asked.serviceUser ?? service.username, now);
  const newNames = asked.app === 'connected-app' ? connectedAppNames('hub_dev_ed') : appNames;
  return planLink(hub, link, spoke, choice, spoke.app?.names ?? newNames, wanted, now);
};

/** The two orgs as they are once a plan for fresh ones was carried out, told in an org's manner. */
export const linkedOrgs = (asked: Partial<LinkRequest> = {}): Orgs => {
  const certificate = makeCertificate('S2S_20261101');
  const before = { ...freshOrgs(), hub: hubWith([], { certificates: [certificate] }) };
  const plan = planFor(before, asked);
  const onHub = toDeploy(plan, 'hub', { consumerKey }).map((component) => echo(component));
  const onSpoke = toDeploy(plan, 'spoke', {}).map((component) =>
    component.type === 'ExtlClntAppGlobalOauthSettings'
      ? echo(component, { consumerKey, isCodeCredFlowEnabled: false })
      : echo(component, component.type === 'ExtlClntAppOauthSettings' ? { oauthLink: '00D:888' } : {})
  );
  return {
    hub: hubWith(onHub, { certificates: [certificate] }),
    link: linkWith({
      permissionSet: onHub.find(({ type }) => type === 'PermissionSet'),
      assigned: [{ permissionSet: plan.choice.name, userId: ann.id, id: '0Pa000000000001AAA' }],
      calloutUsers: [{ userId: ann.id, username: ann.username, rights: 'modify-all' }],
    }),
    spoke: spokeWith({
      app: appOf(plan.app as ExternalClientAppNames, onSpoke),
      appId: '0xI000000000001AAA',
      permissionSet: onSpoke.find(({ type }) => type === 'PermissionSet'),
      permissionSetId,
      preAuthorised: [{ id: permissionSetId, name: plan.app.permissionSet, ofProfile: false }],
      held: [permissionSetId],
    }),
  };
};

/** What the rungs see of a link. */
export const viewOf = ({ hub, link, spoke }: Orgs, more: Partial<LinkView> = {}): LinkView => {
  const [credential] = hub.credentials;
  return {
    hub,
    link,
    credential,
    certificate: hub.certificates.find(({ name }) => name === credential.certificate),
    spoke,
    calloutUsers: [],
    hubName: 'myhub',
    spokeName: 'myspoke',
    ...more,
  };
};

/** The external credential of a link under another name, which asks another org for tokens. */
export const externalTo = (url: string, fullName: string, description?: string): Component => {
  const [external] = linkedOrgs().hub.externalCredentials;
  const rows = [external.body.externalCredentialParameters].flat() as Record<string, string>[];
  const parameters = rows.map((row) =>
    row.parameterType === 'AuthProviderUrl' ? { ...row, parameterValue: `${url}/services/oauth2/token` } : row
  );
  const body = { ...external.body, description, externalCredentialParameters: parameters };
  return { ...external, fullName, body };
};
