import { expect } from 'chai';
import type { Accepting } from '../../src/handover/acceptRequest.ts';
import { asLinkRequest } from '../../src/handover/acceptRequest.ts';
import { chooseApp, type Seen } from '../../src/handover/observeAccept.ts';
import { type AcceptPlan, hasAcceptWork, planAccept } from '../../src/handover/planAccept.ts';
import { textOf } from '../../src/metadata/component.ts';
import { marker } from '../../src/metadata/marker.ts';
import { newAppNames } from '../../src/metadata/spoke.ts';
import { toDeploy } from '../../src/link/plan.ts';
import type { ExternalClientApp } from '../../src/observe/app.ts';
import { appOf, echo, hubId, otherHubId, service, spokeId, spokeWith } from '../states.ts';
import { described, makeRequest, pemOf } from './documents.ts';

const [first, second] = [pemOf(), pemOf()].map((pem) => makeRequest(described(pem)));
const accepting: Accepting = {
  spoke: 'myspoke',
  requestFile: 'acme.s2s.json',
  outputFile: 'reply.s2s.json',
  allowProduction: false,
  adopt: false,
  retireNow: false,
};
const setId = '0PS000000000001AAA';

type Apps = { apps?: ExternalClientApp[]; document?: typeof first; decided?: Partial<Accepting> };

/** A spoke that holds apps of the hub, all of which let the service user in. */
const seenWith = (spoke: Parameters<typeof spokeWith>[0], { apps = [], document = first }: Apps): Seen => {
  const chosen = chooseApp(apps, document, undefined);
  return {
    spoke: spokeWith({
      app: (chosen.answering ?? chosen.replaced) as ExternalClientApp | undefined,
      ...spoke,
    }),
    serviceUser: service.username,
    siblings: { apps, taken: apps.map(({ names }) => names.app) },
    ...chosen,
  };
};
const plan = (seen: Seen, { document = first, decided = {} }: Apps = {}): AcceptPlan => {
  const all = { ...accepting, ...decided };
  return planAccept(seen, document, asLinkRequest(all, document), all.retireNow);
};

/** The app of the hub that a plan made, with the consumer key that the spoke gave it. */
const madeBy = (made: AcceptPlan, consumerKey = '3MVG9.first'): ExternalClientApp =>
  appOf(
    made.app as ExternalClientApp['names'],
    toDeploy(made, 'spoke', {}).map((component) =>
      echo(component, component.type === 'ExtlClntAppGlobalOauthSettings' ? { consumerKey } : {})
    )
  );
const fresh = plan(seenWith({}, {}));
const former = madeBy(fresh);
const inPlace: Parameters<typeof spokeWith>[0] = {
  permissionSet: echo(toDeploy(fresh, 'spoke', {}).find(({ type }) => type === 'PermissionSet')!),
  permissionSetId: setId,
  preAuthorised: [{ id: setId, name: fresh.app.permissionSet, ofProfile: false }],
  held: [setId],
  appId: '0xI000000000001AAA',
};

const actions = ({ steps }: AcceptPlan): string[] => steps.map(({ type, action }) => `${type} ${action}`);

describe('handover: what answers a request', () => {
  it('is made of the parts of a link on its spoke, with the certificate of the request', () => {
    expect(fresh.app).to.deep.equal(newAppNames('hub_dev_ed'));
    expect(actions(fresh)).to.have.members([
      'PermissionSet create',
      'ExternalClientApplication create',
      'ExtlClntAppOauthSettings create',
      'ExtlClntAppGlobalOauthSettings create',
      'ExtlClntAppOauthConfigurablePolicies create',
      'ExtlClntAppConfigurablePolicies create',
      'SetupEntityAccess create',
      'PermissionSetAssignment create',
    ]);
    expect(textOf(former.globalOauthSettings!.body.certificate)).to.equal(first.certificate.pem);
    expect(textOf(former.component.body.description)).to.equal(marker(hubId, spokeId));
    expect([fresh.farewells, fresh.ending, hasAcceptWork(fresh)]).to.deep.equal([[], [], true]);
  });

  it('is nothing once it is there', () => {
    const again = plan(seenWith(inPlace, { apps: [former] }));
    expect(new Set(again.steps.map(({ action }) => action))).to.deep.equal(new Set(['unchanged']));
    expect([again.choice.consumerKey, again.grants, hasAcceptWork(again)]).to.deep.equal([
      '3MVG9.first',
      undefined,
      false,
    ]);
  });

  it('is a second app for another certificate, which leaves the former one as it is', () => {
    const next = { document: second, apps: [former] };
    const successor = plan(seenWith(inPlace, next), next);
    expect(successor.app).to.deep.equal({
      ...newAppNames('hub_dev_ed_2'),
      permissionSet: fresh.app.permissionSet,
    });
    expect(successor.steps.filter(({ name }) => name === former.names.app)).to.deep.equal([]);
    expect(actions(successor)).to.include('PermissionSet unchanged').and.include('SetupEntityAccess create');
    expect(successor.choice.consumerKey).to.deep.equal({ later: 'consumerKey' });
    expect(successor.grants).to.deep.equal([setId]);
    const made = madeBy(successor, '3MVG9.second');
    expect(textOf(made.globalOauthSettings!.body.certificate)).to.equal(second.certificate.pem);
    // The login history tells them apart by it.
    expect(textOf(made.component.body.label)).not.to.equal(textOf(former.component.body.label));
    const [farewell] = successor.farewells;
    expect(farewell).to.include({ name: former.names.app, action: 'keep' });
    expect(farewell.reason).to.include('sf s2s accept').and.include('--retire-now');
    expect(successor.ending).to.deep.equal([]);

    const both = { document: second, apps: [former, made] };
    const again = plan(seenWith(inPlace, both), both);
    expect([again.app.app, again.farewells.map(({ action }) => action), hasAcceptWork(again)]).to.deep.equal([
      'hub_dev_ed_2',
      ['keep'],
      false,
    ]);
    const last = plan(seenWith(inPlace, both), { ...both, decided: { retireNow: true } });
    expect(last.farewells.map(({ name, action }) => [name, action])).to.deep.equal([
      [former.names.app, 'delete'],
    ]);
    expect([last.ending, hasAcceptWork(last)]).to.deep.equal([[former], true]);
  });

  it('gives back what was taken over instead of deleting it', () => {
    const { component } = former;
    const description = `Ask the team.\n${marker(hubId, spokeId)} (adopted)`;
    const adopted = { ...former, component: { ...component, body: { ...component.body, description } } };
    const successor = madeBy(
      plan(seenWith(inPlace, { document: second, apps: [adopted] }), { document: second })
    );
    const both = { document: second, apps: [adopted, successor], decided: { retireNow: true } };
    const { farewells } = plan(seenWith(inPlace, both), both);
    expect(farewells.map(({ action }) => action)).to.deep.equal(['release']);
    expect(farewells[0].reason).to.be.a('string');
  });

  for (const adopt of [false, true])
    it(`never touches what carries another hub's line${adopt ? ', not even with --adopt' : ''}`, () => {
      const { component } = former;
      const others = {
        ...former,
        component: { ...component, body: { ...component.body, description: marker(otherHubId, spokeId) } },
      };
      const seen: Seen = {
        spoke: spokeWith({ ...inPlace, app: others }),
        serviceUser: service.username,
        siblings: { apps: [], taken: [others.names.app] },
      };
      const conflicts = plan(seen, { decided: { adopt } }).steps.filter(
        ({ action }) => action === 'conflict'
      );
      expect(conflicts[0]).to.include({ type: 'ExternalClientApplication', reason: 'otherHub' });
    });

  it("is asked for another name where somebody else's app has it, and takes it over with --adopt", () => {
    const { component } = former;
    const theirs = {
      ...former,
      component: { ...component, body: { ...component.body, description: 'Theirs' } },
    };
    const seen: Seen = {
      spoke: spokeWith({ app: theirs }),
      serviceUser: service.username,
      siblings: { apps: [], taken: [theirs.names.app] },
    };
    const reasonsOf = (one: AcceptPlan): unknown[] =>
      one.steps.flatMap(({ type, reason }) => (type === 'ExternalClientApplication' ? [reason] : []));
    expect(reasonsOf(plan(seen))).to.deep.equal(['foreign']);
    // Nobody could tell the hub of an app that is only looked at.
    expect(reasonsOf(plan(seen, { decided: { appName: 'hub_dev_ed' } }))).to.deep.equal(['foreign']);
    expect(reasonsOf(plan(seen, { decided: { adopt: true } }))).to.deep.equal([undefined]);
  });

  it('is of the kind and has the name and the audience that are asked for', () => {
    const decided = {
      app: 'connected-app',
      appName: 'From_hub',
      audience: 'https://acme.my.salesforce.com',
    } as const;
    const made = plan(seenWith({}, {}), { decided });
    expect(made.app).to.include({ kind: 'connected-app', app: 'From_hub' });
    expect(made.choice.audience).to.equal(decided.audience);
  });
});
