import { expect } from 'chai';
import type { CreateOrgOptions } from '../../simulator/create.ts';
import { inventory, leftBehind } from '../../live/inventory.ts';
import { connectBoth } from '../../live/orgs.ts';
import { redact } from '../../live/redact.ts';
import { link, type Pair, thrownBy, withPair } from '../e2e/pair.ts';

const connect = ({ hub, spoke }: Pick<Pair, 'hub' | 'spoke'>, allowProduction = false) =>
  connectBoth({ hub: hub.org.alias, spoke: spoke.org.alias, allowProduction });

describe('orgs of a live run', () => {
  const production: CreateOrgOptions = { kind: 'production' };
  for (const options of [{ hub: production }, { spoke: production }])
    it(`are no production orgs unless that is meant: ${Object.keys(options).join()}`, () =>
      withPair(options, async (pair) => {
        const { message } = await thrownBy(connect(pair));
        expect(message).to.match(/is a production org\..*S2S_LIVE_ALLOW_PRODUCTION=true$/);
        expect((await connect(pair, true)).hub.facts.id).to.equal(pair.hub.org.id);
      }));

  it('are two', () =>
    withPair({}, async ({ hub }) => {
      const { message } = await thrownBy(connect({ hub, spoke: hub }));
      expect(message).to.match(/are the same org\. Set S2S_LIVE_SPOKE to another one: sf org list/);
    }));

  it('are orgs that somebody is logged in to', async () => {
    const { message } = await thrownBy(connectBoth({ hub: 'nobody', spoke: 'b', allowProduction: false }));
    expect(message).to.equal(
      'Nobody is logged in to "nobody" (S2S_LIVE_HUB). Log in: sf org login web --alias nobody'
    );
  });

  it('are told to hold what was not there before, with what takes it away', () =>
    withPair({}, async (pair) => {
      const { hub, spoke } = await connect(pair);
      const before = await inventory(hub);
      expect(before).to.deep.equal([]);
      await link(pair, { name: 'S2S_Live_Test' });
      const left = await leftBehind(hub, before);
      expect(left.map((line) => line.replace(/:S2S_\d+ .*/, ':S2S_* ').split(' ')[0])).to.have.members([
        'Certificate:S2S_*',
        'ExternalCredential:S2S_Live_Test',
        'NamedCredential:S2S_Live_Test',
        'PermissionSet:S2S_Live_Test',
      ]);
      expect(left.at(-1)).to.match(
        /^(\w+:\w+) is left in (\w+)\. In a Salesforce project: sf project delete source --target-org \2 --metadata \1$/
      );
      pair.spoke.fault({ kind: 'unavailable', path: /Soap/, times: 100 });
      expect(await leftBehind(spoke, [])).to.have.lengthOf(1);
      expect((await leftBehind(spoke, []))[0]).to.match(
        /^Whether something is left in .* could not be seen: /
      );
    }));

  it('can not be told from what is published', () =>
    withPair({}, async (pair) => {
      const orgs = Object.values(await connect(pair));
      const { org, url, username, accessToken } = pair.hub;
      const text = `${org.id} ${org.adminId} ${url}/services ${username} ann@acme.example ${accessToken} https://acme.my.salesforce.com 3MVG9abc.def_g`;
      expect(redact(text, orgs)).to.equal(
        '(id) (id) http://(host)/services (user) (user) (secret) (host) (consumer key)'
      );
      expect(redact('https://test.salesforce.com: executeAnonymous', orgs)).to.equal(
        'https://test.salesforce.com: executeAnonymous'
      );
    }));
});
