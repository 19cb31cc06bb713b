import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import { deleteRows, rows } from '../../simulator/tables.ts';
import { selfSignedCertificate } from '../../src/metadata/certificate.ts';
import type { Body, ComponentType } from '../../src/metadata/component.ts';
import { inOrder } from '../../src/metadata/xml.ts';
import { createComponent, listComponents, readComponents } from '../../src/org/metadata.ts';
import { link, type Pair, startPair, verify } from './pair.ts';

type Edit = (body: Body) => Body;

/** Edits the one component of a type that an org has, as somebody would by hand. */
const edit = async (conn: Connection, type: ComponentType, change: Edit): Promise<void> => {
  const names = (await listComponents(conn, [type]))[type];
  const [{ body }] = await readComponents(conn, type, names);
  const { consumerKey: _key, ...sent } = change(body);
  await conn.metadata.update(type as 'Certificate', { fullName: names[0], ...inOrder(sent) } as never);
};

const setParameter =
  (list: string, name: string, parameterValue: string): Edit =>
  (body) => ({
    ...body,
    [list]: (body[list] as Body[]).map((row) =>
      row.parameterName === name ? { ...row, parameterValue } : row
    ),
  });

const setClaim = ({ ends }: Pair, name: string, value: string): Promise<void> =>
  edit(ends.hub, 'ExternalCredential', setParameter('externalCredentialParameters', name, value));

/** Deletes a permission set; one that is assigned can't be. */
const takeAway = async (
  conn: Connection,
  { org }: Pair['hub'],
  isMeant: (name: string) => boolean
): Promise<void> => {
  const set = rows(org, 'PermissionSet').find(({ Name }) => isMeant(String(Name)));
  deleteRows(org, 'PermissionSetAssignment', ({ PermissionSetId }) => PermissionSetId === set?.Id);
  await conn.metadata.delete('PermissionSet', String(set?.Name));
};

/** One thing broken on a linked pair: how, and which rung has to name it. */
const cases: { what: string; rung: string; breakIt: (pair: Pair) => void | Promise<void> }[] = [
  {
    what: 'another certificate in the app',
    rung: 'app',
    breakIt: async ({ ends }) => {
      await createComponent(ends.spoke, selfSignedCertificate('Other', new Date()));
      const [other] = await readComponents(ends.spoke, 'Certificate', ['Other']);
      await edit(ends.spoke, 'ExtlClntAppGlobalOauthSettings', (body) => ({
        ...body,
        certificate: other.body.content,
      }));
    },
  },
  {
    what: 'wrong audience',
    rung: 'credential',
    breakIt: (pair) => setClaim(pair, 'aud', '"https://login.salesforce.com"'),
  },
  {
    what: 'wrong issuer',
    rung: 'app',
    breakIt: (pair) => setClaim(pair, 'iss', '3MVG9wrong'),
  },
  {
    what: 'service user inactive',
    rung: 'pre-authorisation',
    breakIt: (pair) => {
      // Not the user who is logged in: nobody can deactivate themselves.
      const user = rows(pair.spoke.org, 'User').find(({ Username }) => Username === 'svc@spoke.example');
      user!.IsActive = false;
    },
  },
  {
    what: 'assignment on the spoke taken away',
    rung: 'pre-authorisation',
    breakIt: ({ spoke }) => {
      const set = rows(spoke.org, 'PermissionSet').find(({ Name }) => String(Name).endsWith('_Access'));
      deleteRows(spoke.org, 'PermissionSetAssignment', ({ PermissionSetId }) => PermissionSetId === set?.Id);
    },
  },
  {
    what: 'assignment on the hub taken away',
    rung: 'access',
    breakIt: ({ hub }) => {
      const set = rows(hub.org, 'PermissionSet').find(({ Name }) => String(Name).startsWith('localhost'));
      deleteRows(hub.org, 'PermissionSetAssignment', ({ PermissionSetId }) => PermissionSetId === set?.Id);
    },
  },
  {
    what: 'permission set on the hub taken away',
    rung: 'access',
    breakIt: ({ hub, ends }) => takeAway(ends.hub, hub, (name) => name.startsWith('localhost')),
  },
  {
    what: 'permission set on the spoke taken away',
    rung: 'pre-authorisation',
    breakIt: ({ spoke, ends }) => takeAway(ends.spoke, spoke, (name) => name.endsWith('_Access')),
  },
  {
    what: 'named credential URL of another org',
    rung: 'credential',
    breakIt: (pair) =>
      edit(pair.ends.hub, 'NamedCredential', setParameter('namedCredentialParameters', 'Url', pair.hub.url)),
  },
  {
    what: 'app disabled',
    rung: 'app',
    breakIt: ({ ends }) =>
      edit(ends.spoke, 'ExtlClntAppConfigurablePolicies', (body) => ({ ...body, isEnabled: false })),
  },
  {
    what: 'named credential deleted',
    rung: 'credential',
    breakIt: async ({ ends }) => {
      const [fullName] = (await listComponents(ends.hub, ['NamedCredential'])).NamedCredential;
      await ends.hub.metadata.delete('NamedCredential', fullName);
    },
  },
];

describe('verify on a link with one thing broken', () => {
  for (const { what, rung, breakIt } of cases) {
    it(`names ${rung} for: ${what}, and its remedy mends it`, async () => {
      const pair = await startPair();
      try {
        pair.spoke.addUser({ username: 'svc@spoke.example' });
        await link(pair, { serviceUser: 'svc@spoke.example' });
        await breakIt(pair);

        const rungs = Object.values(await verify(pair));
        const first = rungs.find(({ status }) => status === 'failed');
        expect(first?.id).to.equal(rung);
        expect(first?.actions).to.have.length(1);

        await followRemedy(pair, first!.actions[0]);
        expect(Object.values(await verify(pair)).filter(({ status }) => status === 'failed')).to.deep.equal(
          []
        );
      } finally {
        await pair.close();
      }
    });
  }
});

/** Does what the printed command says: this plugin's own is run as printed, those of the core CLI by their meaning. */
const followRemedy = async (pair: Pair, command: string): Promise<void> => {
  const { hub, spoke, ends } = pair;
  if (command === `sf s2s link --hub ${hub.org.alias} --spoke ${spoke.org.alias}`) {
    await link(pair);
  } else if (command.startsWith('sf data update record')) {
    expect(command).to.equal(
      `sf data update record --target-org ${spoke.org.alias} --sobject User --where "Username='svc@spoke.example'" --values "IsActive=true"`
    );
    const { records } = await ends.spoke.query<{ Id: string }>(
      "SELECT Id FROM User WHERE Username = 'svc@spoke.example'"
    );
    await ends.spoke.sobject('User').update({ Id: records[0].Id, IsActive: true });
  } else {
    const set = `localhost_${new URL(hub.url).port}_Access`;
    expect(command).to.equal(
      `sf org assign permset --name ${set} --target-org ${spoke.org.alias} --on-behalf-of svc@spoke.example`
    );
    const sets = await ends.spoke.query<{ Id: string }>(`SELECT Id FROM PermissionSet WHERE Name = '${set}'`);
    const users = await ends.spoke.query<{ Id: string }>(
      "SELECT Id FROM User WHERE Username = 'svc@spoke.example'"
    );
    await ends.spoke
      .sobject('PermissionSetAssignment')
      .create({ AssigneeId: users.records[0].Id, PermissionSetId: sets.records[0].Id });
  }
};
