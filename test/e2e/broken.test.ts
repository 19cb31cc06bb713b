import type { Connection } from '@salesforce/core';
import { deleteRows, rows } from '../../simulator/tables.ts';
import { selfSignedCertificate } from '../../src/metadata/certificate.ts';
import type { Body, ComponentType } from '../../src/metadata/component.ts';
import { inOrder } from '../../src/metadata/xml.ts';
import { createComponent, listComponents, readComponents } from '../../src/org/metadata.ts';
import { type Broken, mends, service, userOf } from './breaking.ts';
import type { Pair } from './pair.ts';

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

const cases: Broken[] = [
  {
    what: 'another certificate in the app',
    is: 'app.otherCertificate',
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
    is: 'credential.wrongAudience',
    breakIt: (pair) => setClaim(pair, 'aud', '"https://login.salesforce.com"'),
  },
  {
    what: 'wrong issuer',
    is: 'app.otherKey',
    breakIt: (pair) => setClaim(pair, 'iss', '3MVG9wrong'),
  },
  {
    what: 'service user inactive',
    is: 'pre-authorisation.inactiveUser',
    breakIt: (pair) => {
      // Not the user who is logged in: nobody can deactivate themselves.
      userOf(pair.spoke, service).IsActive = false;
    },
  },
  {
    what: 'assignment on the spoke taken away',
    is: 'pre-authorisation.notAssigned',
    breakIt: ({ spoke }) => {
      const set = rows(spoke.org, 'PermissionSet').find(({ Name }) => String(Name).endsWith('_Access'));
      deleteRows(spoke.org, 'PermissionSetAssignment', ({ PermissionSetId }) => PermissionSetId === set?.Id);
    },
  },
  {
    what: 'assignment on the hub taken away',
    is: 'access.nobody',
    breakIt: ({ hub }) => {
      const set = rows(hub.org, 'PermissionSet').find(({ Name }) => String(Name).startsWith('localhost'));
      deleteRows(hub.org, 'PermissionSetAssignment', ({ PermissionSetId }) => PermissionSetId === set?.Id);
    },
  },
  {
    what: 'permission set on the hub taken away',
    is: 'access.nobody',
    breakIt: ({ hub, ends }) => takeAway(ends.hub, hub, (name) => name.startsWith('localhost')),
  },
  {
    what: 'permission set on the spoke taken away',
    is: 'pre-authorisation.noPermissionSet',
    breakIt: async ({ spoke, ends }) => {
      // One that a policy names can't be deleted.
      await edit(ends.spoke, 'ExtlClntAppOauthConfigurablePolicies', (body) => {
        const { commaSeparatedPermissionSet: _set, ...others } = body;
        return others;
      });
      await takeAway(ends.spoke, spoke, (name) => name.endsWith('_Access'));
    },
  },
  {
    what: 'named credential URL of another org',
    is: 'credential.otherUrl',
    breakIt: (pair) =>
      edit(pair.ends.hub, 'NamedCredential', setParameter('namedCredentialParameters', 'Url', pair.hub.url)),
  },
  {
    what: 'app disabled',
    is: 'app.disabled',
    breakIt: ({ ends }) =>
      edit(ends.spoke, 'ExtlClntAppConfigurablePolicies', (body) => ({ ...body, isEnabled: false })),
  },
  {
    what: 'named credential deleted',
    is: 'credential.noNamedCredential',
    breakIt: async ({ ends }) => {
      const [fullName] = (await listComponents(ends.hub, ['NamedCredential'])).NamedCredential;
      await ends.hub.metadata.delete('NamedCredential', fullName);
    },
  },
];

describe('verify on a link with one thing broken', () => {
  mends(cases);
});
