import { expect } from 'chai';
import { insertRow, rows } from '../../simulator/tables.ts';
import type { Node } from '../../simulator/org.ts';
import { startQuickPair } from './interrupted.ts';
import { componentOf, edit } from './othersApp.ts';
import { link, type Pair, sharedClock, verify } from './pair.ts';
import { appOfHub, appsOn, rotate } from './rotation.ts';

const profileSetId = (pair: Pair): string => {
  const profile = rows(pair.spoke.org, 'Profile').find(({ Name }) => Name === 'Standard User')!;
  return rows(pair.spoke.org, 'PermissionSet').find(({ ProfileId }) => ProfileId === profile.Id)!.Id;
};
const setId = (pair: Pair, name: string): string =>
  rows(pair.spoke.org, 'PermissionSet').find(({ Name }) => Name === name)!.Id;

/** Names of the permission sets that pre-authorise an app. */
const approvedFor = (pair: Pair, sobject: string, app: string): string[] => {
  const { Id } = rows(pair.spoke.org, sobject).find(
    ({ DeveloperName, Name }) => DeveloperName === app || Name === app
  )!;
  return rows(pair.spoke.org, 'SetupEntityAccess')
    .filter(({ SetupEntityId }) => SetupEntityId === Id)
    .map(({ ParentId }) =>
      String(rows(pair.spoke.org, 'PermissionSet').find((row) => row.Id === ParentId)?.Name)
    )
    .sort();
};

const body = ({ spoke }: Pair, type: string, name: string): Node => componentOf(spoke, type, name).body;

describe('rotate of an app that was edited by hand', () => {
  it('hands on every policy, scope, flag, permission set and profile', async () => {
    const pair = await startQuickPair();
    try {
      await link(pair);
      const app = appOfHub(pair);
      const next = `${app}_2`;
      insertRow(pair.spoke.org, 'PermissionSet', {
        Name: 'Extra',
        Label: 'Extra',
        IsOwnedByProfile: false,
        NamespacePrefix: null,
      });
      pair.spoke.org.components.set('PermissionSet:Extra', {
        type: 'PermissionSet',
        fullName: 'Extra',
        body: { label: 'Extra' },
      });
      await edit(pair, 'ExtlClntAppOauthConfigurablePolicies', `${app}_oauthPlcy`, {
        commaSeparatedPermissionSet: `${app}_Access, Extra`,
        ipRelaxationPolicyType: 'Bypass',
        refreshTokenPolicyType: 'SpecificInactivity',
        refreshTokenValidityPeriod: '7',
        refreshTokenValidityUnit: 'Days',
        sessionTimeoutInMinutes: '30',
      });
      await edit(pair, 'ExtlClntAppOauthSettings', `${app}_oauth`, {
        commaSeparatedOauthScopes: 'Api, RefreshToken, Web',
      });
      await edit(pair, 'ExtlClntAppGlobalOauthSettings', `${app}_glbloauth`, {
        callbackUrl: 'https://own.example/callback',
        isPkceRequired: 'false',
      });
      await edit(pair, 'ExternalClientApplication', app, {
        contactEmail: 'team@spoke.example',
        contactPhone: '12345',
        label: 'Our Hub',
        description: `Ask the team.\n${String(body(pair, 'ExternalClientApplication', app).description)}`,
      });
      const { Id: SetupEntityId } = rows(pair.spoke.org, 'ExternalClientApplication')[0];
      insertRow(pair.spoke.org, 'SetupEntityAccess', {
        ParentId: profileSetId(pair),
        SetupEntityId,
        SetupEntityType: 'ExternalClientApplication',
      });
      const approved = approvedFor(pair, 'ExternalClientApplication', app);
      expect(approved).to.have.lengthOf(3);
      expect(setId(pair, 'Extra')).to.be.a('string');

      const { result } = await rotate(pair);
      expect(result.links[0]).to.include({ app: next, changed: true });
      const policy = body(pair, 'ExtlClntAppOauthConfigurablePolicies', `${next}_oauthPlcy`);
      expect(policy).to.include({
        ipRelaxationPolicyType: 'Bypass',
        permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
        refreshTokenPolicyType: 'SpecificInactivity',
        refreshTokenValidityPeriod: '7',
        sessionTimeoutInMinutes: '30',
      });
      expect(String(policy.commaSeparatedPermissionSet).split(', ')).to.have.members([
        `${app}_Access`,
        'Extra',
      ]);
      expect(body(pair, 'ExtlClntAppOauthSettings', `${next}_oauth`).commaSeparatedOauthScopes).to.equal(
        'Api, RefreshToken, Web'
      );
      expect(body(pair, 'ExtlClntAppGlobalOauthSettings', `${next}_glbloauth`)).to.include({
        callbackUrl: 'https://own.example/callback',
        isPkceRequired: 'false',
      });
      expect(body(pair, 'ExternalClientApplication', next)).to.include({
        contactEmail: 'team@spoke.example',
        contactPhone: '12345',
        label: 'Our Hub 2',
      });
      expect(approvedFor(pair, 'ExternalClientApplication', next)).to.deep.equal(approved);
    } finally {
      await pair.close();
    }
  });

  it('ends it when the session time of its policy is over, however long', async () => {
    for (const [minutes, isKind] of [
      ['30', 'external-client-app'],
      ['120', 'connected-app'],
    ] as const) {
      const { clock, now } = sharedClock();
      const pair = await startQuickPair({
        hub: { settings: { now } },
        spoke: { settings: { now, connectedAppCreation: true } },
      });
      try {
        await link(pair, { app: isKind }, {}, clock);
        const app = appOfHub(pair);
        if (isKind === 'connected-app')
          await edit(pair, 'ConnectedApp', app, {
            sessionPolicy: { sessionLevel: 'STANDARD', sessionTimeout: minutes },
          });
        else
          await edit(pair, 'ExtlClntAppOauthConfigurablePolicies', `${app}_oauthPlcy`, {
            sessionTimeoutInMinutes: minutes,
          });
        await rotate(pair, {}, {}, clock);
        await clock.sleep((Number(minutes) - 1) * 60_000);
        const early = await rotate(pair, {}, {}, clock);
        expect(early.result.links[0], isKind).to.include({ changed: false, state: 'retiring' });
        expect(appsOn(pair.spoke)).to.have.lengthOf(2);
        await clock.sleep(60_000);
        const late = await rotate(pair, {}, {}, clock);
        expect(late.result.links[0], isKind).to.include({ changed: true, state: 'linked' });
        expect(appsOn(pair.spoke)).to.deep.equal([`${app}_2`]);
      } finally {
        await pair.close();
      }
    }
  });

  it('hands on what only a connected app can hold', async () => {
    const pair = await startQuickPair();
    try {
      pair.spoke.org.settings.connectedAppCreation = true;
      await link(pair, { app: 'connected-app' });
      const app = appOfHub(pair);
      await edit(pair, 'ConnectedApp', app, {
        ipRanges: [{ description: 'Office', end: '10.0.0.9', start: '10.0.0.1' }],
        oauthPolicy: { ipRelaxation: 'ENFORCE_RELAXREFRESH', refreshTokenPolicy: 'zero' },
        sessionPolicy: { sessionLevel: 'STANDARD', sessionTimeout: '30' },
        startUrl: 'https://own.example/start',
      });
      await rotate(pair, { retireNow: true });
      const next = body(pair, 'ConnectedApp', `${app}_2`);
      expect(next).to.deep.include({
        oauthPolicy: { ipRelaxation: 'ENFORCE_RELAXREFRESH', refreshTokenPolicy: 'zero' },
        startUrl: 'https://own.example/start',
      });
      expect(JSON.stringify(next.ipRanges)).to.include('10.0.0.9');
      expect((next.oauthConfig as Node).consumerKey).to.be.a('string');
      const failed = Object.values(await verify(pair)).filter(({ status }) => status === 'failed');
      expect(failed).to.deep.equal([]);
    } finally {
      await pair.close();
    }
  });
});
