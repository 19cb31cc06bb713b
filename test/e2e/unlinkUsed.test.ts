import { expect } from 'chai';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import type { Node } from '../../simulator/org.ts';
import { insertRow, rows } from '../../simulator/tables.ts';
import { warningsOf } from '../../src/unlink/report.ts';
import { snapshotOf } from '../snapshot.ts';
import { link, type Pair, thrownBy, withPair } from './pair.ts';
import { unlink } from './unlinking.ts';

const nameOf = ({ hub }: Pair): string =>
  [...hub.org.components.values()].find(({ type }) => type === 'NamedCredential')!.fullName;

const make = async ({ hub }: Pair, type: string, fullName: string, body: Node): Promise<void> => {
  const { results } = await createMetadata(hub.org, [{ type, fullName, body }]);
  expect(results[0].errors).to.deep.equal([]);
};

const principalOf = ({ hub }: Pair): string =>
  String(
    rows(hub.org, 'SetupEntityAccess').find(
      ({ SetupEntityType }) => SetupEntityType === 'ExternalCredentialParameter'
    )!.SetupEntityId
  );

const carry = (pair: Pair, ParentId: string): void => {
  insertRow(pair.hub.org, 'SetupEntityAccess', {
    ParentId,
    SetupEntityId: principalOf(pair),
    SetupEntityType: 'ExternalCredentialParameter',
  });
};

const addSet = ({ hub }: Pair, Name: string): string =>
  insertRow(hub.org, 'PermissionSet', { Name, Label: Name, IsOwnedByProfile: false, ProfileId: null }).Id;

/** What uses a link, how it is made, and the line that names it. */
const users: Record<string, { use: (pair: Pair) => Promise<void> | void; line: RegExp; isForced: boolean }> =
  {
    'an external service': {
      use: (pair) =>
        make(pair, 'ExternalServiceRegistration', 'Orders', {
          label: 'Orders',
          namedCredentialReference: nameOf(pair),
          schemaType: 'OpenApi3',
          status: 'Complete',
        }),
      line: /ExternalServiceRegistration Orders \(uses localhost_\d+\)/,
      isForced: false,
    },
    'a flow': {
      use: (pair) =>
        make(pair, 'Flow', 'Ask', {
          actionCalls: {
            name: 'Call',
            label: 'Call',
            locationX: '1',
            locationY: '1',
            actionName: `callout:${nameOf(pair)}/services/data`,
            actionType: 'apex',
          },
          apiVersion: '66.0',
          label: 'Ask',
          processType: 'AutoLaunchedFlow',
          status: 'Active',
        }),
      line: /Flow Ask \(uses localhost_\d+\)/,
      isForced: true,
    },
    'another named credential': {
      use: (pair) => {
        const { body } = pair.hub.org.components.get(`NamedCredential:${nameOf(pair)}`)!;
        const { description: _marker, ...rest } = body;
        return make(pair, 'NamedCredential', 'Second', { ...rest, label: 'Second' });
      },
      line: /NamedCredential Second \(uses localhost_\d+\)/,
      isForced: false,
    },
    'another permission set': {
      use: (pair) => {
        carry(pair, addSet(pair, 'Callers'));
      },
      line: /PermissionSet Callers \(uses localhost_\d+\)/,
      isForced: true,
    },
    'a profile': {
      use: (pair) => {
        const profile = rows(pair.hub.org, 'Profile').find(({ Name }) => Name === 'Standard User')!;
        const set = rows(pair.hub.org, 'PermissionSet').find(({ ProfileId }) => ProfileId === profile.Id)!;
        carry(pair, set.Id);
      },
      line: /Profile Standard User \(uses localhost_\d+\)/,
      isForced: true,
    },
    'a permission set group': {
      use: (pair) => {
        const group = insertRow(pair.hub.org, 'PermissionSetGroup', {
          DeveloperName: 'Team',
          MasterLabel: 'Team',
        });
        const set = rows(pair.hub.org, 'PermissionSet').find(({ Name }) => Name === nameOf(pair))!;
        insertRow(pair.hub.org, 'PermissionSetGroupComponent', {
          PermissionSetGroupId: group.Id,
          PermissionSetId: set.Id,
        });
      },
      line: /PermissionSetGroup Team \(uses localhost_\d+\)/,
      isForced: true,
    },
  };

describe('unlink of a link that is in use', () => {
  for (const [what, { use, line, isForced }] of Object.entries(users)) {
    it(`stops before anything is changed: ${what}`, () =>
      withPair({}, async (pair) => {
        await link(pair);
        await use(pair);
        const before = [snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)];
        const error = await thrownBy(unlink(pair));
        expect(error).to.include({ name: 'LinkInUseError', exitCode: 1 });
        expect(error.message).to.match(line);
        expect(error.actions?.join()).to.match(/sf s2s unlink --hub hub\d+ --spoke spoke\d+ --force/);
        expect([snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)]).to.deep.equal(before);
        if (!isForced) {
          // Salesforce itself refuses, --force or not.
          const refused = await thrownBy(unlink(pair, { force: true }));
          expect(refused).to.include({ name: 'DeletionRefusedError', exitCode: 68 });
          expect(refused.message).to.match(/is referenced elsewhere/);
          return;
        }
        const { result } = await unlink(pair, { force: true });
        expect(result.links[0].changed).to.equal(true);
        expect([...pair.hub.org.components.keys()].filter((key) => /Credential/.test(key))).to.deep.equal([]);
      }));
  }

  it('says how a group that may call is left out first, and goes on after that', () =>
    withPair({}, async (pair) => {
      const group = insertRow(pair.hub.org, 'PermissionSetGroup', {
        DeveloperName: 'Callers',
        Status: 'Updated',
      });
      await link(pair, { assignTo: [String(group.DeveloperName)] });
      const { actions = [] } = await thrownBy(unlink(pair));
      const leave = `sf s2s link --hub ${pair.hub.org.alias} --spoke ${pair.spoke.org.alias} --unassign Callers`;
      expect(actions[1]).to.equal(`Permission set groups leave with: ${leave}`);
      expect(actions[2]).to.include('--force');
      await link(pair, { unassign: ['Callers'] });
      expect((await unlink(pair)).done).to.equal(true);
    }));

  it('says where the hub does not tell, and goes on', () =>
    withPair({ hub: { settings: { dependencyApi: false } } }, async (pair) => {
      await link(pair);
      const outcome = await unlink(pair);
      expect(warningsOf(outcome).join()).to.match(
        /^hub\d+ did not tell everything .* Flows, Apex and External Services .*MetadataComponentDependency/
      );
      expect(outcome.result.links[0].changed).to.equal(true);
    }));

  it('is not stopped by what uses another link', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'one' });
      await link(pair, { name: 'two', appName: 'second' });
      await make(pair, 'ExternalServiceRegistration', 'Orders', {
        label: 'Orders',
        namedCredentialReference: 'two',
        schemaType: 'OpenApi3',
        status: 'Complete',
      });
      expect((await unlink(pair, { name: 'one' })).done).to.equal(true);
      expect((await thrownBy(unlink(pair, { name: 'two' }))).name).to.equal('LinkInUseError');
    }));
});
