import { expect } from 'chai';
import { hasWork, toDeploy } from '../../src/link/plan.ts';
import type { Step } from '../../src/link/step.ts';
import { waitsFor } from '../waitsFor.ts';
import { makeCertificate } from '../certificates.ts';
import { consumerKey, freshOrgs, linkedOrgs, planFor } from '../linked.ts';
import { ann, linkWith, spokeUrl } from '../states.ts';

const outline = (steps: Step[]): string[] =>
  steps.map(({ org, type, name, action }) => `${org} ${type} ${name} ${action}`);
const actionsOf = (steps: Step[]): string[] => [...new Set(steps.map(({ action }) => action))];

describe('link/plan: a fresh link', () => {
  it('creates everything, in the order in which it is needed', () => {
    expect(outline(planFor(freshOrgs()).steps)).to.deep.equal([
      'hub Certificate S2S_20261124 create',
      'spoke PermissionSet hub_dev_ed_Access create',
      'spoke ExternalClientApplication hub_dev_ed create',
      'spoke ExtlClntAppOauthSettings hub_dev_ed_oauth create',
      'spoke ExtlClntAppGlobalOauthSettings hub_dev_ed_glbloauth create',
      'spoke ExtlClntAppOauthConfigurablePolicies hub_dev_ed_oauthPlcy create',
      'spoke ExtlClntAppConfigurablePolicies hub_dev_ed_plcy create',
      'spoke SetupEntityAccess hub_dev_ed_Access: hub_dev_ed create',
      'spoke PermissionSetAssignment hub_dev_ed_Access: service@spoke.example create',
      'hub ExternalCredential acme create',
      'hub NamedCredential acme create',
      'hub PermissionSet acme create',
      'hub PermissionSetAssignment acme: ann@hub.example create',
    ]);
  });

  it('leaves open what only a later step knows, and nothing else', () => {
    const waiting = planFor(freshOrgs()).steps.flatMap(({ type, component }) =>
      component ? waitsFor(component).map((later) => [type, later]) : []
    );
    expect(waiting).to.deep.equal([
      ['ExtlClntAppGlobalOauthSettings', 'certificatePem'],
      ['ExternalCredential', 'consumerKey'],
    ]);
  });

  it('fills in what is known by the time of a deploy, and never deploys a certificate', () => {
    const plan = planFor(freshOrgs());
    const onSpoke = toDeploy(plan, 'spoke', { certificatePem: 'PEM' });
    const onHub = toDeploy(plan, 'hub', { consumerKey });
    expect(onSpoke).to.have.lengthOf(6);
    expect(onHub.map(({ type }) => type)).to.deep.equal([
      'ExternalCredential',
      'NamedCredential',
      'PermissionSet',
    ]);
    expect([...onSpoke, ...onHub].flatMap(waitsFor)).to.deep.equal([]);
    expect(onSpoke.find(({ body }) => 'certificate' in body)?.body.certificate).to.equal('PEM');
    expect(JSON.stringify(onHub)).to.contain(`"parameterValue":"${consumerKey}"`);
  });

  it('takes a certificate that is there', () => {
    const certificate = makeCertificate('S2S_20261101');
    const orgs = freshOrgs();
    const plan = planFor({ ...orgs, hub: { ...orgs.hub, certificates: [certificate] } });
    expect(outline(plan.steps)[0]).to.equal('hub Certificate S2S_20261101 unchanged');
    expect(toDeploy(plan, 'spoke', {}).find(({ body }) => 'certificate' in body)?.body.certificate).to.equal(
      certificate.pem.trim()
    );
  });

  it('assigns to everybody who was asked for, once each', () => {
    const ben = { ...ann, id: '005000000000009AAA', username: 'ben@hub.example' };
    const users = new Map([
      [ann.username, ann],
      ['ANN@hub.example', ann],
      [ben.username, ben],
    ]);
    const plan = planFor(
      { ...freshOrgs(), link: linkWith({ users }) },
      { assignTo: ['ANN@hub.example', ben.username] }
    );
    expect(
      outline(plan.steps).filter((line) => line.startsWith('hub PermissionSetAssignment'))
    ).to.deep.equal([
      'hub PermissionSetAssignment acme: ann@hub.example create',
      'hub PermissionSetAssignment acme: ben@hub.example create',
    ]);
  });

  it('gives users whose licence cannot hold Modify All a permission set of their own', () => {
    const system = {
      ...ann,
      id: '005000000000009AAA',
      username: 'auto@x.example',
      userType: 'AutomatedProcess',
    };
    const users = new Map([
      [ann.username, ann],
      ['Automated Process', system],
    ]);
    const orgs = { ...freshOrgs(), link: linkWith({ users }) };
    const onHub = (asked = {}): string[] =>
      outline(planFor(orgs, { assignTo: ['Automated Process'], ...asked }).steps).filter((line) =>
        line.startsWith('hub PermissionSet')
      );
    expect(onHub()).to.deep.equal([
      'hub PermissionSet acme create',
      'hub PermissionSet acme_Read create',
      'hub PermissionSetAssignment acme: ann@hub.example create',
      'hub PermissionSetAssignment acme_Read: auto@x.example create',
    ]);
    expect(onHub({ credentialAccess: 'read' })).to.deep.equal([
      'hub PermissionSet acme create',
      'hub PermissionSetAssignment acme: ann@hub.example create',
      'hub PermissionSetAssignment acme: auto@x.example create',
    ]);
  });

  it('takes labels from the names of the orgs', () => {
    const labels = planFor(freshOrgs()).steps.flatMap(({ type, org, component }) =>
      type === 'ExternalClientApplication' || (org === 'hub' && type !== 'Certificate')
        ? (component?.body.label ?? [])
        : []
    );
    expect(labels).to.deep.equal(['Hub Inc.', 'Acme', 'Acme', 'Acme']);
  });
});

describe('link/plan: a link that is there', () => {
  it('has nothing to do', () => {
    const plan = planFor(linkedOrgs());
    expect(actionsOf(plan.steps)).to.deep.equal(['unchanged']);
    expect(plan.steps.flatMap(({ changes }) => changes)).to.deep.equal([]);
    expect(hasWork(plan)).to.equal(false);
    expect([...toDeploy(plan, 'hub', {}), ...toDeploy(plan, 'spoke', {})]).to.deep.equal([]);
  });

  it('has nothing to do below v64, where a named credential has no description', () => {
    const orgs = linkedOrgs();
    orgs.hub.org = { ...orgs.hub.org, apiVersion: 63 };
    delete orgs.hub.namedCredentials[0].body.description;
    expect(actionsOf(planFor(orgs).steps)).to.deep.equal(['unchanged']);
  });

  it('has nothing to do where the org does not reveal the consumer key', () => {
    const orgs = linkedOrgs();
    delete orgs.spoke.app?.globalOauthSettings?.body.consumerKey;
    expect(hasWork(planFor(orgs))).to.equal(false);
  });

  it('keeps what was asked for in an earlier run', () => {
    const orgs = linkedOrgs({ ipRelaxation: 'Bypass', credentialAccess: 'read', audience: spokeUrl });
    expect(hasWork(planFor(orgs))).to.equal(false);
    expect(hasWork(planFor(orgs, { ipRelaxation: 'Enforce' }))).to.equal(true);
  });

  it('gets what is missing, and only that', () => {
    const orgs = linkedOrgs();
    orgs.link.assigned = [];
    orgs.spoke.held = [];
    orgs.spoke.preAuthorised = [];
    const open = planFor(orgs).steps.filter(({ action }) => action !== 'unchanged');
    expect(outline(open)).to.deep.equal([
      'spoke SetupEntityAccess hub_dev_ed_Access: hub_dev_ed create',
      'spoke PermissionSetAssignment hub_dev_ed_Access: service@spoke.example create',
      'hub PermissionSetAssignment acme: ann@hub.example create',
    ]);
  });

  it('is changed in both orgs by another certificate', () => {
    const orgs = linkedOrgs();
    const expired = makeCertificate(orgs.hub.certificates[0].name, { to: -1 });
    const plan = planFor({ ...orgs, hub: { ...orgs.hub, certificates: [expired] } });
    const open = plan.steps.filter(({ action }) => action !== 'unchanged');
    expect(open.map(({ type, action, changes }) => [type, action, ...changes])).to.deep.equal([
      ['Certificate', 'create'],
      ['ExtlClntAppGlobalOauthSettings', 'update', 'certificate'],
      ['ExternalCredential', 'update', 'SigningCertificate', 'kid'],
    ]);
  });

  it('names what differs for another service user', () => {
    const plan = planFor(linkedOrgs(), { serviceUser: 'other@spoke.example' });
    const credential = plan.steps.find(({ type }) => type === 'ExternalCredential');
    expect(credential).to.deep.include({ action: 'update', changes: ['sub'] });
  });
});
