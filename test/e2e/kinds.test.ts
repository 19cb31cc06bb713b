import dns from 'node:dns';
import { expect } from 'chai';
import { insertRow, rows } from '../../simulator/tables.ts';
import { useMyDomain } from '../../src/org/myDomain.ts';
import { answeringAs } from '../loopback.ts';
import { changesSince, connect, link, type Pair, thrownBy, unwell, verify, withPair } from './pair.ts';

const finding = async (pair: Pair, rung: string): Promise<string[]> => (await verify(pair))[rung].findings;
const profileSet = ({ org }: Pair['hub'], name: string): Record<string, unknown> => {
  const profile = rows(org, 'Profile').find(({ Name }) => Name === name);
  return rows(org, 'PermissionSet').find(({ ProfileId }) => ProfileId === profile?.Id)!;
};

/** Names that lead to this machine for as long as some work takes. */
const withHosts = async (isLocal: (host: string) => boolean, work: () => Promise<void>): Promise<void> => {
  const { lookup } = dns;
  const local = ((host: string, ...rest: unknown[]) => {
    (lookup as (...args: unknown[]) => void)(isLocal(host) ? 'localhost' : host, ...rest);
  }) as typeof lookup;
  dns.lookup = local;
  try {
    await work();
  } finally {
    dns.lookup = lookup;
  }
};

describe('org kinds', () => {
  it('a service user who is kept to the API works, and is warned of in nothing', () =>
    withPair({}, async (pair) => {
      pair.spoke.addUser({
        username: 'svc@spoke.example',
        profile: 'Minimum Access - API Only Integrations',
      });
      const { verdict } = await link(pair, { serviceUser: 'svc@spoke.example' });
      expect(verdict?.checks.map(({ status }) => status)).to.deep.equal(Array(7).fill('passed'));
    }));

  it('a service user of any profile is told from an administrator, in whatever language profiles are called', () =>
    withPair({}, async (pair) => {
      const german = rows(pair.spoke.org, 'Profile').find(({ Name }) => Name === 'System Administrator')!;
      german.Name = 'Systemadministrator';
      await link(pair);
      expect(await finding(pair, 'pre-authorisation')).to.deep.equal(['serviceUserIsAdmin']);
      pair.spoke.addUser({ username: 'svc@spoke.example' });
      await link(pair, { serviceUser: 'svc@spoke.example' });
      // The administrator still holds the permission set.
      const afterwards = ['serviceUserNotApiOnly', 'othersPreAuthorised'];
      expect(await finding(pair, 'pre-authorisation')).to.deep.equal(afterwards);
      const app = rows(pair.spoke.org, 'ExternalClientApplication')[0];
      insertRow(pair.spoke.org, 'SetupEntityAccess', {
        ParentId: rows(pair.spoke.org, 'PermissionSet').find(({ ProfileId }) => ProfileId === german.Id)!.Id,
        SetupEntityId: app.Id,
        SetupEntityType: 'ExternalClientApplication',
      });
      const rung = (await verify(pair))['pre-authorisation'];
      expect(rung.findings).to.have.members([...afterwards, 'adminPreAuthorised']);
      expect(rung.message).to.contain('Systemadministrator');
    }));

  it('a frozen service user is found before the token is asked for', () =>
    withPair({}, async (pair) => {
      pair.spoke.addUser({ username: 'svc@spoke.example' });
      await link(pair, { serviceUser: 'svc@spoke.example' });
      const user = rows(pair.spoke.org, 'User').find(({ Username }) => Username === 'svc@spoke.example')!;
      const login = rows(pair.spoke.org, 'UserLogin').find(({ UserId }) => UserId === user.Id)!;
      login.IsFrozen = true;
      const rung = (await verify(pair))['pre-authorisation'];
      expect(rung.findings).to.deep.equal(['frozenUser']);
      expect(rung.actions[0]).to.contain(`--where "UserId=${user.Id}" --values "IsFrozen=false"`);
    }));

  it('a sandbox hub may call production where that is meant, and is warned of it', () =>
    withPair({ hub: { kind: 'sandbox' }, spoke: { kind: 'production' } }, async (pair) => {
      await link(pair, { allowProduction: true, serviceUser: pair.spoke.username });
      expect(await finding(pair, 'credential')).to.deep.equal(['sandboxToProduction']);
    }));

  it('a hub with a namespace is linked, verified, and left alone by the next run', () =>
    withPair({}, async (pair) => {
      rows(pair.hub.org, 'Organization')[0].NamespacePrefix = 'ns';
      const { verdict } = await link(pair);
      expect(unwell(verdict!.checks)).to.deep.equal([]);
      const set = [...pair.hub.org.components.values()].find(({ type }) => type === 'PermissionSet')!;
      expect(JSON.stringify(set.body)).to.match(/"ns__localhost_\d+-NamedPrincipal"/);
      const before = pair.hub.log.length;
      expect((await link(pair)).result.links[0].changed).to.equal(false);
      expect(changesSince(pair.hub, before)).to.deep.equal([]);
    }));

  it('a login that may not use the Metadata API is told what it lacks', () =>
    withPair({}, async (pair) => {
      const admin = profileSet(pair.hub, 'System Administrator');
      for (const right of ['ModifyMetadata', 'ModifyAllData']) admin[`Permissions${right}`] = false;
      const error = await thrownBy(verify(pair));
      expect(error.name).to.equal('ForbiddenError');
      expect(error.actions?.[0]).to.match(/sf org login web --alias hub\d+/);
    }));

  it('a login at an instance asks the org for its My Domain, once', () =>
    withPair({}, async (pair) =>
      withHosts(
        (host) => host === 'na139.salesforce.com',
        async () => {
          const asked: (string | undefined)[] = [];
          const instance = await answeringAs('na139.salesforce.com', ({ url }, response) => {
            asked.push(url);
            response.setHeader('content-type', 'application/json');
            response.end(JSON.stringify({ urls: { custom_domain: pair.spoke.url } }));
          });
          const conn = await connect(pair.spoke);
          conn.instanceUrl = `https://na139.salesforce.com:${instance.port}`;
          await useMyDomain(conn);
          expect(conn.instanceUrl).to.equal(pair.spoke.url);
          await useMyDomain(conn);
          instance.close();
          expect(asked).to.deep.equal(['/services/oauth2/userinfo']);
          const { verdict } = await link({ ...pair, ends: { ...pair.ends, spoke: conn } });
          expect(unwell(verdict!.checks)).to.deep.equal([]);
        }
      )
    ));

  it('a login at a page uses the My Domain behind it, and asks nobody', async () => {
    await withPair({}, async (pair) => {
      const conn = await connect(pair.spoke);
      conn.instanceUrl = 'https://acme--uat.sandbox.lightning.force.com';
      await useMyDomain(conn);
      expect(conn.instanceUrl).to.equal('https://acme--uat.sandbox.my.salesforce.com');
    });
  });
});
