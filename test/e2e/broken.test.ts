import { expect } from 'chai';
import { deleteRows, rows } from '../../simulator/tables.ts';
import { link, type Pair, startPair, verify } from './pair.ts';

type Parameter = { parameterName: string; parameterType: string; parameterValue?: string };

/** Writes one parameter of the external credential anew, as somebody would by hand. */
const setParameter = async (pair: Pair, type: string, name: string, value: string): Promise<void> => {
  await editCredential(pair, 'ExternalCredential', 'externalCredentialParameters', type, name, value);
};

const editCredential = async (
  { ends }: Pair,
  type: string,
  list: string,
  parameterType: string,
  parameterName: string,
  value: string
): Promise<void> => {
  const [{ fullName }] = (await ends.hub.metadata.list({ type }, '66.0')) as { fullName: string }[];
  const component = (await ends.hub.metadata.read(type as 'NamedCredential', fullName)) as unknown as Record<
    string,
    unknown
  >;
  for (const parameter of component[list] as Parameter[]) {
    if (parameter.parameterType === parameterType && parameter.parameterName === parameterName)
      parameter.parameterValue = value;
  }
  await ends.hub.metadata.update(type as 'NamedCredential', component as never);
};

/** One thing broken on a linked pair: how, and which rung has to name it. */
const cases: { what: string; rung: string; breakIt: (pair: Pair) => Promise<void> }[] = [
  {
    what: 'another certificate in the app',
    rung: 'app',
    breakIt: async ({ ends }) => {
      const name = (await ends.spoke.metadata.list({ type: 'ExtlClntAppGlobalOauthSettings' }, '66.0')) as {
        fullName: string;
      }[];
      const settings = (await ends.spoke.metadata.read(
        'ExtlClntAppGlobalOauthSettings' as 'Certificate',
        name[0].fullName
      )) as unknown as Record<string, unknown>;
      await ends.spoke.metadata.create('Certificate', {
        fullName: 'Other',
        caSigned: false,
        keySize: 2048,
        masterLabel: 'Other',
        privateKeyExportable: false,
      } as never);
      const other = (await ends.spoke.metadata.read('Certificate', 'Other')) as unknown as {
        content: string;
      };
      const { consumerKey: _, ...rest } = settings;
      await ends.spoke.metadata.update(
        'ExtlClntAppGlobalOauthSettings' as 'Certificate',
        { ...rest, certificate: other.content } as never
      );
    },
  },
  {
    what: 'wrong audience',
    rung: 'credential',
    breakIt: (pair) => setParameter(pair, 'JwtBodyClaim', 'aud', '"https://login.salesforce.com"'),
  },
  {
    what: 'wrong issuer',
    rung: 'app',
    breakIt: (pair) => setParameter(pair, 'JwtBodyClaim', 'iss', '3MVG9wrong'),
  },
  {
    what: 'service user inactive',
    rung: 'pre-authorisation',
    breakIt: async (pair) => {
      // Not the user who is logged in: nobody can deactivate themselves.
      const user = rows(pair.spoke.org, 'User').find(({ Username }) => Username === 'svc@spoke.example');
      user!.IsActive = false;
    },
  },
  {
    what: 'assignment on the spoke taken away',
    rung: 'pre-authorisation',
    breakIt: async ({ spoke }) => {
      const set = rows(spoke.org, 'PermissionSet').find(({ Name }) => String(Name).endsWith('_Access'));
      deleteRows(spoke.org, 'PermissionSetAssignment', ({ PermissionSetId }) => PermissionSetId === set?.Id);
    },
  },
  {
    what: 'assignment on the hub taken away',
    rung: 'access',
    breakIt: async ({ hub }) => {
      const set = rows(hub.org, 'PermissionSet').find(({ Name }) => String(Name).startsWith('localhost'));
      deleteRows(hub.org, 'PermissionSetAssignment', ({ PermissionSetId }) => PermissionSetId === set?.Id);
    },
  },
  {
    what: 'permission set on the hub taken away',
    rung: 'access',
    breakIt: async ({ hub, ends }) => {
      const set = rows(hub.org, 'PermissionSet').find(({ Name }) => String(Name).startsWith('localhost'));
      await ends.hub.metadata.delete('PermissionSet', String(set?.Name));
    },
  },
  {
    what: 'named credential URL of another org',
    rung: 'credential',
    breakIt: (pair) =>
      editCredential(pair, 'NamedCredential', 'namedCredentialParameters', 'Url', 'Url', pair.hub.url),
  },
  {
    what: 'app disabled',
    rung: 'app',
    breakIt: async ({ ends }) => {
      const name = (await ends.spoke.metadata.list({ type: 'ExtlClntAppConfigurablePolicies' }, '66.0')) as {
        fullName: string;
      }[];
      const policy = (await ends.spoke.metadata.read(
        'ExtlClntAppConfigurablePolicies' as 'Certificate',
        name[0].fullName
      )) as unknown as Record<string, unknown>;
      await ends.spoke.metadata.update(
        'ExtlClntAppConfigurablePolicies' as 'Certificate',
        { ...policy, isEnabled: false } as never
      );
    },
  },
  {
    what: 'named credential deleted',
    rung: 'credential',
    breakIt: async ({ ends }) => {
      const [{ fullName }] = (await ends.hub.metadata.list({ type: 'NamedCredential' }, '66.0')) as {
        fullName: string;
      }[];
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
