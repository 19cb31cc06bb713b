import { expect } from 'chai';
import { connectedApp } from '../../src/metadata/connectedApp.ts';
import { marker } from '../../src/metadata/marker.ts';
import { connectedAppNames, newAppNames } from '../../src/metadata/spoke.ts';
import { toXml } from '../../src/metadata/xml.ts';
import type { App, ExternalClientApp } from '../../src/observe/app.ts';
import { isSameLine, successorNames, successorParts } from '../../src/rotate/successor.ts';
import { connectedAppSpec } from '../metadata/specs.ts';
import { echo, hubId, hubOrg, spokeId } from '../states.ts';
import { rotating } from './rotating.ts';

const hubUrl = hubOrg.url;
const certificate = '-----BEGIN CERTIFICATE-----\nMIIF\n-----END CERTIFICATE-----';
const view = rotating();
const old = view.spoke.app as ExternalClientApp;
const set = view.spoke.permissionSet!;
const named = (app: string, permissionSet = 'hub_dev_ed_Access'): App => ({
  ...old,
  names: { ...newAppNames(app), permissionSet },
});
const nameAfter = (app: string, taken: string[] = [app]): string =>
  successorNames(named(app), hubUrl, taken).app;

const connected: App = {
  names: connectedAppNames('hub'),
  component: echo(connectedApp(connectedAppSpec()), {
    contactPhone: '12345',
    description: `Ask Ann first.\n${marker(hubId, spokeId)}`,
    ipRanges: [{ end: '10.0.0.9', start: '10.0.0.1' }],
    label: 'Our Hub',
    oauthConfig: {
      callbackUrl: 'https://own.example/callback',
      certificate: 'old',
      consumerKey: '3MVG9.old',
      isAdminApproved: true,
      scopes: ['Api', 'RefreshToken', 'Web'],
    },
    oauthPolicy: { ipRelaxation: 'BYPASS', refreshTokenPolicy: 'zero' },
    permissionSetName: ['hub_Access', 'Extra'],
    sessionPolicy: { sessionTimeout: 30 },
  }),
};

const parts = (app: App, spoke = view.spoke): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    successorParts(app, successorNames(app, hubUrl, [app.names.app]), {
      hubUrl,
      spoke,
      marker: marker(hubId, spokeId),
      certificate,
    }).map(({ type, fullName, body }) => [`${type} ${fullName}`, { ...body }])
  );

describe('rotate/successor', () => {
  it('has the name that link would give, or that with the first free counter, and gives the first back later', () => {
    expect(nameAfter('hub_dev_ed')).to.equal('hub_dev_ed_2');
    expect(nameAfter('hub_dev_ed', ['hub_dev_ed', 'Hub_Dev_Ed_2'])).to.equal('hub_dev_ed_3');
    expect(nameAfter('hub_dev_ed', ['hub_dev_ed', 'hub_dev_ed_2_plcy'])).to.equal('hub_dev_ed_3');
    expect(nameAfter('hub_dev_ed_2')).to.equal('hub_dev_ed');
    expect(nameAfter('Integration')).to.equal('Integration_2');
    expect(nameAfter('Integration_2')).to.equal('Integration');
  });

  it('lets in whom the old app does: its permission set is the same', () => {
    expect(successorNames(named('hub_dev_ed_2'), hubUrl, ['hub_dev_ed_2']).permissionSet).to.equal(
      'hub_dev_ed_Access'
    );
  });

  it('is a copy of an external client app, with a certificate, names and line of its own', () => {
    const made = parts(old);
    expect(Object.keys(made)).to.deep.equal([
      'ExternalClientApplication hub_dev_ed_2',
      'ExtlClntAppOauthSettings hub_dev_ed_2_oauth',
      'ExtlClntAppGlobalOauthSettings hub_dev_ed_2_glbloauth',
      'ExtlClntAppOauthConfigurablePolicies hub_dev_ed_2_oauthPlcy',
      'ExtlClntAppConfigurablePolicies hub_dev_ed_2_plcy',
    ]);
    const [app, settings, global, policy, plcy] = Object.values(made);
    expect(app).to.include({ label: 'Hub Inc. 2', description: marker(hubId, spokeId) });
    expect(settings).to.include({
      commaSeparatedOauthScopes: 'Api, RefreshToken',
      externalClientApplication: 'hub_dev_ed_2',
    });
    expect(global).to.include({ certificate, externalClientApplication: 'hub_dev_ed_2' });
    expect(policy).to.include({
      commaSeparatedPermissionSet: 'hub_dev_ed_Access',
      permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
    });
    expect(plcy).to.include({ isEnabled: true, externalClientApplication: 'hub_dev_ed_2' });
    for (const body of Object.values(made))
      expect(body).not.to.have.any.keys('oauthLink', 'orgScopedExternalApp', 'consumerKey', 'consumerSecret');
  });

  it('is a copy of a connected app, to the element', () => {
    const names = successorNames(connected, 'https://hub.my.salesforce.com', ['hub']);
    const [only, ...others] = successorParts(connected, names, {
      hubUrl: 'https://hub.my.salesforce.com',
      spoke: { ...view.spoke, permissionSet: { ...set, body: { label: 'hub_Access' } } },
      marker: marker(hubId, spokeId),
      certificate,
    });
    expect(others).to.deep.equal([]);
    expect(only.fullName).to.equal('hub_2');
    expect(toXml(only)).to.equal(`<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>admin@spoke.example</contactEmail>
    <contactPhone>12345</contactPhone>
    <description>${marker(hubId, spokeId)}</description>
    <ipRanges>
        <end>10.0.0.9</end>
        <start>10.0.0.1</start>
    </ipRanges>
    <label>Our Hub 2</label>
    <oauthConfig>
        <callbackUrl>https://own.example/callback</callbackUrl>
        <certificate>${certificate}</certificate>
        <isAdminApproved>true</isAdminApproved>
        <scopes>Api</scopes>
        <scopes>RefreshToken</scopes>
        <scopes>Web</scopes>
    </oauthConfig>
    <oauthPolicy>
        <ipRelaxation>BYPASS</ipRelaxation>
        <refreshTokenPolicy>zero</refreshTokenPolicy>
    </oauthPolicy>
    <permissionSetName>hub_Access</permissionSetName>
    <permissionSetName>Extra</permissionSetName>
    <sessionPolicy>
        <sessionTimeout>30</sessionTimeout>
    </sessionPolicy>
</ConnectedApp>
`);
  });

  it('has a label that tells its logins from those of the old one, however long the label is', () => {
    const labelled = (label: string, app = 'hub_dev_ed'): unknown =>
      Object.values(
        parts({
          ...named(app),
          component: { ...old.component, body: { ...old.component.body, label } },
        })
      )[0].label;
    expect(labelled('Our Hub')).to.equal('Our Hub 2');
    expect(labelled('Our Hub 2', 'hub_dev_ed_2')).to.equal('Our Hub');
    expect(labelled('x'.repeat(64))).to.equal(`${'x'.repeat(62)} 2`);
  });

  it('names no permission set where the spoke has none of its own', () => {
    const bare = { ...view.spoke, permissionSet: undefined };
    const policy = {
      ...old.oauthPolicy!,
      body: { ...old.oauthPolicy!.body, commaSeparatedPermissionSet: 'Extra' },
    };
    const made = parts({ ...old, oauthPolicy: policy }, bare);
    expect(made['ExtlClntAppOauthConfigurablePolicies hub_dev_ed_2_oauthPlcy']).to.include({
      commaSeparatedPermissionSet: 'Extra',
    });
  });

  it('is of one line with the app before it, and never with that of another link', () => {
    const listing = (app: App, sets: string): App => ({
      ...app,
      oauthPolicy: { ...old.oauthPolicy!, body: { commaSeparatedPermissionSet: sets } },
    });
    const isLine = (one: App, other: App): boolean => isSameLine(one, other, hubUrl);
    expect(isLine(named('hub_dev_ed'), named('hub_dev_ed_2'))).to.equal(true);
    expect(isLine(named('hub_dev_ed_2'), named('Second', 'Second_Access'))).to.equal(false);
    expect(isLine(named('Team_1', 'Team_1_Access'), named('hub_dev_ed'))).to.equal(false);
    // Names that look like a counter, of two links.
    const teams = ['Team_1', 'Team_2'].map((app) =>
      listing(named(app, `${app}_Access`), `Extra, ${app}_Access`)
    );
    expect(isLine(teams[0], teams[1])).to.equal(false);
    // A successor whose permission set is gone.
    expect(isLine(teams[0], listing(named('Team_2', 'Team_2_Access'), 'Extra'))).to.equal(true);
  });

  it('keeps the callback of the old app, of whatever kind, and its contact', () => {
    const bodies = Object.values(parts(old));
    const [settings] = bodies.filter((body) => 'callbackUrl' in body);
    expect(settings.callbackUrl).to.equal(old.globalOauthSettings?.body.callbackUrl);
    const [only] = Object.values(parts(connected));
    expect((only.oauthConfig as { callbackUrl: string }).callbackUrl).to.equal(
      'https://own.example/callback'
    );
    const withContact = (contactEmail: string): unknown => {
      const component = { ...old.component, body: { ...old.component.body, contactEmail } };
      return Object.values(parts({ ...old, component }))[0].contactEmail;
    };
    expect(withContact('own@acme.example')).to.equal('own@acme.example');
  });

  it('has the name with the next counter where all before are taken, and takes only a counter at the end for one', () => {
    const taken = ['hub_dev_ed', 'hub_dev_ed_2', 'hub_dev_ed_3'];
    expect(nameAfter('hub_dev_ed', taken)).to.equal('hub_dev_ed_4');
    expect(nameAfter('Sales_2_Hub', ['Sales_2_Hub'])).to.equal('Sales_2_Hub_2');
    expect(nameAfter('Sales_12', ['Sales_12'])).to.equal('Sales');
    expect(nameAfter('HUB_dev_ed_2', ['HUB_dev_ed_2'])).to.equal('hub_dev_ed');
  });
});
