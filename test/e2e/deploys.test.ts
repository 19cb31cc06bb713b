import { expect } from 'chai';
import { createMetadata, deleteMetadata } from '../../simulator/metadata/crud.ts';
import { rows } from '../../simulator/tables.ts';
import { changesSince, link, type Pair, sharedClock, thrownBy, unwell, verify, withPair } from './pair.ts';

/** Makes an app as another tool would, with an OAuth settings record of some name. */
const makeApp = async ({ spoke }: Pair, app: string, settings: string): Promise<void> => {
  const eca = { contactEmail: 'a@b.example', label: app };
  const oauth = {
    commaSeparatedOauthScopes: 'Api, RefreshToken',
    externalClientApplication: app,
    label: settings,
  };
  const make = async (type: string, fullName: string, body: Record<string, string>): Promise<void> => {
    const { results } = await createMetadata(spoke.org, [{ type, fullName, body }]);
    expect(results[0]).to.include({ success: true });
  };
  await make('ExternalClientApplication', app, eca);
  await make('ExtlClntAppOauthSettings', settings, oauth);
};

describe('deploys of link', () => {
  it('that the spoke refuses: component, problem and place, and at most a certificate on the hub', () =>
    withPair({}, async (pair) => {
      const before = pair.spoke.log.length;
      // The name is taken between the look at the spoke and the deploy.
      const progress = ({ stage }: { stage: string }): void => {
        if (stage === 'certificate') void makeApp(pair, 'other', 'mine_oauth');
      };
      const error = await thrownBy(link(pair, { appName: 'mine' }, { progress }));
      expect(error).to.include({ name: 'DeployFailedError', exitCode: 1 });
      expect(error.message).to.match(/ExtlClntAppOauthSettings mine_oauth: .+/);
      expect(error.actions).to.have.length.greaterThan(0);
      expect(changesSince(pair.spoke, before)).to.deep.equal([]);
      expect(changesSince(pair.hub, 0))
        .to.have.length(1)
        .and.to.satisfy(([only]: string[]) => /^Certificate:S2S_/.test(only));
    }));

  it('that the hub refuses after the spoke was changed end with 68', () =>
    withPair({}, async (pair) => {
      const vanish = ({ stage }: { stage: string }): void => {
        if (stage !== 'hub') return;
        deleteMetadata(pair.hub.org, 'Certificate', [...pair.hub.org.certificates.keys()]);
      };
      const error = await thrownBy(link(pair, {}, { progress: vanish }));
      expect(error).to.include({ name: 'DeployFailedError', exitCode: 68 });
      expect(error.message).to.match(/ExternalCredential .*no Certificate named S2S_/);
      expect((await link(pair)).verdict?.passed).to.equal(true);
    }));

  it('that break inside Salesforce say so, change nothing, and are made up for by the next run', () =>
    withPair({}, async (pair) => {
      pair.hub.org.settings.failingDeploys = 1;
      const error = await thrownBy(link(pair));
      expect(error.message).to.include('An unexpected error occurred.');
      expect(error.exitCode).to.equal(68);
      expect(rows(pair.hub.org, 'SetupEntityAccess')).to.deep.equal([]);
      expect((await link(pair)).verdict?.passed).to.equal(true);
    }));

  it('that outlive --wait end with 69 and the command that goes on', async () => {
    const { clock, now } = sharedClock();
    await withPair({ spoke: { settings: { deployDuration: 600_000, now } } }, async (pair) => {
      const error = await thrownBy(link(pair, {}, { wait: 60_000 }, clock));
      expect(error).to.include({ name: 'DeployRunningError', exitCode: 69 });
      expect(error.actions?.[1]).to.equal(
        `When it is done, go on: sf s2s link --hub ${pair.hub.org.alias} --spoke ${pair.spoke.org.alias}`
      );
      const { verdict } = await link(pair, {}, { wait: 1_200_000 }, clock);
      expect(verdict?.passed).to.equal(true);
    });
  });

  it('are not even tried where a part of another app has the name that is needed', () =>
    withPair({}, async (pair) => {
      await makeApp(pair, 'other', 'mine_oauth');
      const error = await thrownBy(link(pair, { appName: 'mine', adopt: true }));
      expect(error).to.include({ name: 'ConflictOtherAppError', exitCode: 1 });
      expect(changesSince(pair.hub, 0)).to.deep.equal([]);
    }));

  it('find the parts of an app under whatever names they have', () =>
    withPair({}, async (pair) => {
      await makeApp(pair, 'mine', 'SettingsOfMine');
      const { plan, verdict } = await link(pair, { appName: 'mine', adopt: true });
      expect(plan.app).to.include({ oauthSettings: 'SettingsOfMine' });
      expect(verdict?.passed).to.equal(true);
      expect((await link(pair)).result.links[0].changed).to.equal(false);
    }));
});

describe('an app among many others', () => {
  it('is found again, more of them than one call reads', () =>
    withPair({}, async (pair) => {
      for (let i = 1; i <= 11; i += 1) await makeApp(pair, `other${i}`, `other${i}_oauth`);
      expect((await link(pair)).verdict?.passed).to.equal(true);
      const before = pair.spoke.log.length;
      const again = await link(pair);
      expect([again.result.links[0].changed, again.verdict?.passed]).to.deep.equal([false, true]);
      expect(changesSince(pair.spoke, before)).to.deep.equal([]);
    }));
});

describe('verify where access goes through a permission set group', () => {
  /** Moves a user's assignment of a set into a group that holds the set. */
  const intoGroup = ({ org }: Pair['hub'], isSet: (name: string) => boolean): void => {
    const set = rows(org, 'PermissionSet').find(({ Name }) => isSet(String(Name)))!;
    const group = { Id: '0PG000000000001AAA', DeveloperName: 'Callers', MasterLabel: 'Callers' };
    org.tables.set('PermissionSetGroup', new Map([[group.Id, group]]));
    const component = { Id: '0PN000000000001AAA', PermissionSetGroupId: group.Id, PermissionSetId: set.Id };
    org.tables.set('PermissionSetGroupComponent', new Map([[component.Id, component]]));
    for (const assignment of rows(org, 'PermissionSetAssignment')) {
      if (assignment.PermissionSetId !== set.Id) continue;
      assignment.PermissionSetGroupId = group.Id;
      assignment.PermissionSetId = null;
    }
  };

  it('sees it on both ends', () =>
    withPair({}, async (pair) => {
      await link(pair);
      intoGroup(pair.hub, (name) => name.startsWith('localhost'));
      intoGroup(pair.spoke, (name) => name.endsWith('_Access'));
      expect(unwell(Object.values(await verify(pair)))).to.deep.equal([]);
    }));
});
