import { expect } from 'chai';
import { nameOfOrg } from '../../src/names.ts';
import { rows } from '../../simulator/tables.ts';
import { atEachRequest, startQuickPair } from './interrupted.ts';
import { link, type Pair } from './pair.ts';
import { credentialOf, production, refresh, service } from './refreshed.ts';

describe('link after a sandbox refresh, cut off at each request', () => {
  for (const orgIds of ['replaced', 'kept'] as const)
    it(`has led everything to the sandbox when it is run again: ids ${orgIds}`, async function () {
      this.timeout(600_000);
      const names = new Map<Pair, { name: string; appName: string }>();
      const { requests, checked } = await atEachRequest({
        prepare: async () => {
          const pair = await startQuickPair(production);
          pair.spoke.addUser({ username: service });
          const { result } = await link(pair, { serviceUser: service });
          const sandbox = await refresh(pair, { orgIds });
          await pair.close();
          names.set(sandbox, { name: result.links[0].name, appName: nameOfOrg(pair.hub.url) });
          return sandbox;
        },
        run: (sandbox) => link(sandbox, names.get(sandbox)),
        check: async (sandbox, n) => {
          const asked = names.get(sandbox)!;
          const { verdict, result } = await link(sandbox, asked);
          expect([verdict?.passed, result.links[0].changed], `request ${n}`).to.deep.equal([true, false]);
          const { claims, tokenUrl, maker } = await credentialOf(sandbox.ends, asked.name);
          expect(claims.sub).to.equal(`${service}.uat`);
          expect(tokenUrl).to.equal(`${sandbox.spoke.url}/services/oauth2/token`);
          expect(maker).to.equal(sandbox.hub.org.id.slice(0, 15));
          expect(rows(sandbox.hub.org, 'Certificate')).to.have.lengthOf(2);
          expect(rows(sandbox.spoke.org, 'ExternalClientApplication')).to.have.lengthOf(1);
        },
      });
      expect(requests).to.be.above(20);
      expect(checked).to.be.above(2);
    });
});
