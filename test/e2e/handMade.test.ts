import { expect } from 'chai';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import type { Body } from '../../src/metadata/component.ts';
import { inOrder } from '../../src/metadata/xml.ts';
import { listComponents, readComponents } from '../../src/org/metadata.ts';
import { verifyLinks } from '../../src/verify/links.ts';
import type { Check } from '../../src/result.ts';
import {
  changesSince,
  connect,
  link,
  type Pair,
  quickClock,
  thrownBy,
  unwell,
  verify,
  withPair,
} from './pair.ts';

const is = ({ status, findings }: Check): string => [status, ...findings].join(' ');

const namesOf = async ({ hub, ends }: Pair): Promise<string[]> => {
  const { result } = await verifyLinks(
    { hub: { conn: ends.hub, name: hub.org.alias }, spokes: [], calloutUsers: [] },
    { wait: 0, waiting: () => undefined },
    quickClock()
  );
  return result.links.map(({ name }) => name);
};

/** Changes the rows of the one external credential that a hub has. */
const editRows = async ({ ends }: Pair, change: (rows: Body[]) => Body[]): Promise<void> => {
  const names = (await listComponents(ends.hub, ['ExternalCredential'])).ExternalCredential;
  const [{ fullName, body }] = await readComponents(ends.hub, 'ExternalCredential', names);
  const externalCredentialParameters = change(body.externalCredentialParameters as Body[]);
  const sent = { fullName, ...inOrder({ ...body, externalCredentialParameters }) };
  await ends.hub.metadata.update('ExternalCredential' as 'Certificate', sent as never);
};

const principal = (parameterType: string, name: string): Body => ({
  parameterGroup: name,
  parameterName: name,
  parameterType,
  sequenceNumber: 2,
});

const parameter = (parameterType: string, parameterName: string, parameterValue: string): Body => ({
  parameterGroup: 'DefaultGroup',
  parameterName,
  parameterType,
  parameterValue,
});

describe('verify among what people made by hand', () => {
  it('leaves credentials of other kinds alone and lists none of them', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const linked = await namesOf(pair);
      expect(linked).to.have.lengthOf(1);
      await createMetadata(pair.hub.org, [
        {
          type: 'ExternalCredential',
          fullName: 'Key',
          body: {
            authenticationProtocol: 'Custom',
            externalCredentialParameters: [principal('NamedPrincipal', 'Main')] as never,
            label: 'Key',
          },
        },
        {
          type: 'ExternalCredential',
          fullName: 'Client',
          body: {
            authenticationProtocol: 'Oauth',
            description: 'By hand',
            externalCredentialParameters: [
              parameter('AuthProtocolVariant', 'Oauth', 'ClientCredentialsClientSecret'),
              parameter('AuthProviderUrl', 'AuthProviderUrl', `${pair.spoke.url}/services/oauth2/token`),
              principal('NamedPrincipal', 'Main'),
            ] as never,
            label: 'Client',
          },
        },
      ]);
      const before = pair.hub.log.length;
      expect(await namesOf(pair)).to.deep.equal(linked);
      expect(unwell(Object.values(await verify(pair)))).to.deep.equal([]);
      expect(changesSince(pair.hub, before)).to.deep.equal([]);
    }));

  it('says what to do where there is only half of a link', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const [named] = (await listComponents(pair.ends.hub, ['NamedCredential'])).NamedCredential;
      await pair.ends.hub.metadata.delete('NamedCredential', named);
      expect(is((await verify(pair)).credential)).to.equal('failed noNamedCredential');
      await link(pair);
      expect((await verify(pair)).callout.status).to.equal('passed');

      const set = [...pair.hub.org.components.values()].find(({ type }) => type === 'PermissionSet')!;
      await pair.ends.hub.metadata.delete('NamedCredential', named);
      await pair.ends.hub.metadata.delete('PermissionSet', set.fullName);
      await pair.ends.hub.metadata.delete('ExternalCredential', named);
      expect((await thrownBy(verify(pair))).name).to.equal('NotLinkedError');
    }));

  it('counts whoever may use any of several principals', () =>
    withPair({}, async (pair) => {
      await link(pair);
      await editRows(pair, (rows) => [...rows, principal('NamedPrincipal', 'Second')]);
      pair.hub.addUser({ username: 'ann@hub.example' });
      const [{ fullName }] = [...pair.hub.org.components.values()].filter(
        ({ type }) => type === 'ExternalCredential'
      );
      await createMetadata(pair.hub.org, [
        {
          type: 'PermissionSet',
          fullName: 'Second',
          body: {
            externalCredentialPrincipalAccesses: {
              enabled: 'true',
              externalCredentialPrincipal: `${fullName}-Second`,
            },
            label: 'Second',
            objectPermissions: {
              allowCreate: 'false',
              allowDelete: 'true',
              allowEdit: 'true',
              allowRead: 'true',
              modifyAllRecords: 'true',
              object: 'UserExternalCredential',
              viewAllRecords: 'true',
            },
          },
        },
      ]);
      expect(is((await verify(pair, ['ann@hub.example'])).access)).to.equal('failed userLacks');
      const { ends, hub } = pair;
      const id = async (soql: string): Promise<string> =>
        (await ends.hub.query<{ Id: string }>(soql)).records[0].Id;
      await (await connect(hub)).sobject('PermissionSetAssignment').create({
        AssigneeId: await id("SELECT Id FROM User WHERE Username = 'ann@hub.example'"),
        PermissionSetId: await id("SELECT Id FROM PermissionSet WHERE Name = 'Second'"),
      });
      expect(is((await verify(pair, ['ann@hub.example'])).access)).to.equal('passed');
    }));

  it('warns of principals of each user in place of a named one, and does not guess their claims', () =>
    withPair({}, async (pair) => {
      await link(pair);
      await editRows(pair, (rows) =>
        rows.map((row) => {
          if (row.parameterName === 'sub') return { ...row, parameterValue: '{!$User.Username}' };
          return row.parameterType === 'NamedPrincipal' ? { ...row, parameterType: 'PerUserPrincipal' } : row;
        })
      );
      const rungs = await verify(pair);
      expect(is(rungs.credential)).to.equal('warning perUser');
      expect(is(rungs['pre-authorisation'])).to.equal('skipped formula');
      expect(is(rungs.token)).to.equal('skipped formula');
    }));

  it('takes the leaf of a chain for the certificate of the app', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const component = [...pair.spoke.org.components.values()].find(
        ({ type }) => type === 'ExtlClntAppGlobalOauthSettings'
      )!;
      const leaf = String(component.body.certificate);
      const pem = leaf.includes('BEGIN') ? leaf : Buffer.from(leaf, 'base64').toString();
      await createMetadata(pair.spoke.org, [
        { type: 'Certificate', fullName: 'Root', body: { caSigned: 'false', masterLabel: 'Root' } },
      ]);
      const [root] = await readComponents(pair.ends.spoke, 'Certificate', ['Root']);
      component.body.certificate = `${pem.trim()}\n${Buffer.from(String(root.body.content), 'base64').toString()}`;
      expect(is((await verify(pair)).app)).to.equal('passed');
    }));

  it('names the setting where a login has a token in JWT format', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const hub = await connect(pair.hub);
      hub.accessToken = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
      const error = await thrownBy(verify({ ...pair, ends: { ...pair.ends, hub } }));
      expect(error.name).to.equal('JwtSessionError');
      expect(`${error.message} ${error.actions?.join(' ')}`).not.to.contain(hub.accessToken);
    }));
});
