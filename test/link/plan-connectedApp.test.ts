import { expect } from 'chai';
import { adoptionWarnings } from '../../src/link/adoption.ts';
import { guardRights } from '../../src/link/rights.ts';
import { type Plan, toDeploy } from '../../src/link/plan.ts';
import type { Step } from '../../src/link/step.ts';
import type { Body, Component } from '../../src/metadata/component.ts';
import { connectedAppNames } from '../../src/metadata/spoke.ts';
import type { SpokeState } from '../../src/observe/spoke.ts';
import type { UserRight } from '../../src/org/identity.ts';
import { makePem } from '../certificates.ts';
import { consumerKey, linkedOrgs, type Orgs, permissionSetId, planFor, freshOrgs } from '../linked.ts';
import { refusal } from '../refusal.ts';
import { echo, hubOrg, request, service, spokeOrg, spokeWith } from '../states.ts';
import { waitsFor } from '../waitsFor.ts';

type Seen = Omit<Orgs, 'spoke'> & { spoke: SpokeState };

const asked = { app: 'connected-app' } as const;
const onSpoke = (steps: Step[]): string[] =>
  steps.flatMap(({ org, type, name, action, changes }) =>
    org === 'spoke' ? [[type, name, action, ...changes].join(' ')] : []
  );
const appIn = (plan: Plan): Component => plan.steps.find(({ type }) => type === 'ConnectedApp')!.component!;

/** The orgs of a link through a connected app, as they are once it was made, with another OAuth part and description. */
const linked = (config: Body = {}, description?: string): Seen => {
  const { hub, link } = linkedOrgs();
  const plan = planFor({ ...freshOrgs(), hub: { ...hub, credentials: [] } }, asked);
  const component = echo(appIn(plan));
  const told = { ...(component.body.oauthConfig as Body), consumerKey, ...config };
  return {
    hub,
    link,
    spoke: {
      ...spokeWith(),
      app: {
        names: connectedAppNames('hub_dev_ed'),
        component: {
          ...component,
          body: {
            ...component.body,
            description: description ?? component.body.description,
            oauthConfig: told,
          },
        },
      },
      permissionSet: echo(
        plan.steps.find(({ type, org }) => type === 'PermissionSet' && org === 'spoke')!.component!
      ),
      permissionSetId,
      preAuthorised: [{ id: permissionSetId, name: 'hub_dev_ed_Access', ofProfile: false }],
      held: [permissionSetId],
    },
  };
};

describe('link/plan: through a connected app', () => {
  it('makes one component, whose permission set is named by a label of its own', () => {
    const plan = planFor(freshOrgs(), asked);
    expect(onSpoke(plan.steps)).to.deep.equal([
      'PermissionSet hub_dev_ed_Access create',
      'ConnectedApp hub_dev_ed create',
      'SetupEntityAccess hub_dev_ed_Access: hub_dev_ed create',
      `PermissionSetAssignment hub_dev_ed_Access: ${service.username} create`,
    ]);
    const [set, app] = toDeploy(plan, 'spoke', { certificatePem: 'PEM' });
    expect(app.body.permissionSetName).to.deep.equal([set.body.label]);
    expect(set.body.label).to.equal('hub_dev_ed_Access');
    expect(app.body.oauthConfig).to.deep.include({ certificate: 'PEM' });
    expect(waitsFor(appIn(plan))).to.deep.equal(['certificatePem']);
  });

  it('names a permission set that is there by the label that it has', () => {
    const orgs = linked();
    orgs.spoke.permissionSet!.body.label = 'Hub Inc.';
    orgs.spoke.app!.component.body.permissionSetName = ['Hub Inc.'];
    expect(new Set(planFor(orgs).steps.map(({ action }) => action))).to.deep.equal(new Set(['unchanged']));
  });

  it('has nothing to do on one that is there, asked for or not', () => {
    for (const more of [{}, asked])
      expect(new Set(planFor(linked(), more).steps.map(({ action }) => action))).to.deep.equal(
        new Set(['unchanged'])
      );
  });

  it('mends what differs', () => {
    const { steps } = planFor(linked({ certificate: makePem(), isAdminApproved: false, scopes: ['Api'] }));
    expect(onSpoke(steps)[1]).to.equal('ConnectedApp hub_dev_ed update certificate isAdminApproved scopes');
  });

  it('needs the right to manage connected apps, or all data, where it writes one', () => {
    const refused = (orgs: Seen, missingRights: UserRight[]) =>
      refusal(() => {
        const facts = { hub: hubOrg, spoke: { ...spokeOrg, missingRights } };
        guardRights(planFor(orgs, asked), facts, request());
      });
    expect(refused(freshOrgs(), ['ManageRemoteAccess'])).to.equal(undefined);
    expect(refused(freshOrgs(), ['ManageRemoteAccess', 'ModifyAllData'])?.message).to.contain(
      'ManageRemoteAccess'
    );
    expect(refused(freshOrgs(), ['ExternalClientAppDeveloper', 'ExternalClientAppAdmin'])).to.equal(
      undefined
    );
    expect(refused(linked(), ['ManageRemoteAccess', 'ModifyAllData'])).to.equal(undefined);
  });
});

describe("link/plan: somebody else's app", () => {
  const byHand = (config: Body = {}): Seen => linked(config, 'made by hand');

  it('that the hub names is only looked at, and nothing of it is sent', () => {
    const plan = planFor(byHand());
    expect(plan.choice.isReadOnly).to.equal(true);
    expect(onSpoke(plan.steps)).to.deep.equal([
      'ConnectedApp hub_dev_ed unchanged',
      'SetupEntityAccess hub_dev_ed_Access: hub_dev_ed unchanged',
      `PermissionSetAssignment hub_dev_ed_Access: ${service.username} unchanged`,
    ]);
    expect(toDeploy(plan, 'spoke', {})).to.deep.equal([]);
  });

  it('leaves to a person what is missing on it', () => {
    const orgs = byHand({ certificate: makePem(), isAdminApproved: false, scopes: 'Web' });
    orgs.spoke.held = [];
    const plan = planFor(orgs);
    expect(onSpoke(plan.steps)).to.deep.equal([
      'ConnectedApp hub_dev_ed manual certificate scopes policy',
      'SetupEntityAccess hub_dev_ed_Access: hub_dev_ed unchanged',
      `PermissionSetAssignment hub_dev_ed_Access: ${service.username} manual assignment`,
    ]);
    expect(toDeploy(plan, 'spoke', {})).to.deep.equal([]);
  });

  it('is in the way where it only has the name that a new one would get', () => {
    const orgs = byHand({ consumerKey: '3MVG9.of_another_app' });
    expect(planFor(orgs).choice.isReadOnly).to.equal(false);
    expect(onSpoke(planFor(orgs).steps)[1]).to.equal('ConnectedApp hub_dev_ed conflict');
    expect(planFor(orgs, { appName: 'hub_dev_ed' }).choice.isReadOnly).to.equal(true);
  });

  it('is taken over with --adopt, and those whom it concerns are told of', () => {
    const orgs = byHand({ certificate: makePem(), isAdminApproved: false });
    const wanted = request({ adopt: true });
    const plan = planFor(orgs, wanted);
    expect(onSpoke(plan.steps)[1]).to.match(/^ConnectedApp hub_dev_ed update .*description/);
    const warnings = adoptionWarnings(orgs.spoke, wanted, plan);
    expect(warnings).to.have.lengthOf(2);
    expect(warnings.join())
      .to.match(/authorise themselves/)
      .and.match(/trusted another certificate/);
    for (const quiet of [linked({ isAdminApproved: false }), byHand()])
      expect(adoptionWarnings(quiet.spoke, wanted, planFor(quiet, wanted))).to.deep.equal([]);
    expect(adoptionWarnings(orgs.spoke, request(), planFor(orgs))).to.deep.equal([]);
  });
});
