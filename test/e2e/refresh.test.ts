import { expect } from 'chai';
import type { LinkResult } from '../../src/result.ts';
import type { SandboxOptions } from '../../simulator/sandbox.ts';
import { linkReport } from '../../src/link/report.ts';
import { readMarker } from '../../src/metadata/marker.ts';
import { snapshotOf } from '../snapshot.ts';
import { allLinks, changesSince, link, requestFor, thrownBy, unwell, verify } from './pair.ts';
import { credentialOf, service, withRefresh } from './refreshed.ts';

/** What sources leave open about a refresh, each in every form. */
const forms: Record<string, SandboxOptions> = {
  'as documented': {},
  'ids kept': { orgIds: 'kept' },
  'keys of certificates kept': { privateKeys: 'kept' },
  'consumer keys kept': { consumerKeys: 'kept' },
  'everything kept': { orgIds: 'kept', privateKeys: 'kept', consumerKeys: 'kept' },
  'without assignments': { assignments: false },
};

const findingsOf = ({ checks }: LinkResult): string[] =>
  checks.flatMap(({ id, status, findings }) =>
    status === 'passed' ? [] : [`${id} ${status} ${findings.join()}`]
  );

describe('after a sandbox refresh', () => {
  for (const [form, options] of Object.entries(forms)) {
    it(`link re-points what was copied, in place, and leaves production alone: ${form}`, () =>
      withRefresh(options, async ({ production, sandbox, name, appName }) => {
        const before = [snapshotOf(production.hub.org), snapshotOf(production.spoke.org)];
        const { verdict, result, plan, repointed } = await link(sandbox, { name, appName });
        expect(unwell(verdict!.checks).flatMap(({ findings }) => findings)).to.deep.equal([
          'serviceUserNotApiOnly',
        ]);
        const credential = await credentialOf(sandbox.ends, name);
        expect(credential.tokenUrl).to.equal(`${sandbox.spoke.url}/services/oauth2/token`);
        expect(credential.namedCredentials.map(({ url }) => url)).to.deep.equal([sandbox.spoke.url]);
        expect(credential.claims.sub).to.equal(`${service}.uat`);
        expect(credential.claims.aud).to.equal('"https://test.salesforce.com"');
        expect(credential.maker).to.equal(sandbox.hub.org.id.slice(0, 15));
        expect(readMarker(credential.component.body.description)).to.deep.equal({
          hubId: sandbox.hub.org.id,
          spokeId: sandbox.spoke.org.id,
        });
        expect(plan.steps.filter(({ action }) => action === 'create').map(({ type }) => type)).to.deep.equal([
          'Certificate',
          ...(options.assignments === false ? ['PermissionSetAssignment', 'PermissionSetAssignment'] : []),
        ]);
        expect(repointed.map(({ element }) => element)).to.deep.equal([
          'AuthProviderUrl',
          'Url',
          'aud',
          'sub',
          ...(options.consumerKeys === 'kept' ? [] : ['iss']),
          'SigningCertificate',
        ]);
        const { changes } = result.links[0].steps.find(({ type }) => type === 'ExternalCredential')!;
        expect(changes).to.include(`sub: ${service} -> ${service}.uat`);
        expect((await link(sandbox, { name, appName })).result.links[0].changed).to.equal(false);
        expect([snapshotOf(production.hub.org), snapshotOf(production.spoke.org)]).to.deep.equal(before);
        expect((await verify(production)).callout.status).to.equal('passed');
      }));

    it(`verify fails and tries nothing at production, until that is done: ${form}`, () =>
      withRefresh(options, async ({ production, sandbox }) => {
        const before = production.spoke.log.length;
        const [copy] = await allLinks(sandbox);
        expect(findingsOf(copy)).to.include.members([
          'credential failed copyCallsProduction',
          'token skipped copy',
          'callout skipped copy',
        ]);
        const { message, actions } = copy.checks.find(({ id }) => id === 'credential')!;
        expect(message).to.contain(production.spoke.url);
        expect(actions[0]).to.match(/: sf s2s link --hub hub\d+-uat --spoke ALIAS_OF_SANDBOX --name \w+$/);
        const log = production.spoke.log.slice(before);
        expect(log.map(({ path }) => path)).not.to.include('/services/oauth2/token');
        expect(changesSince(production.spoke, before)).to.deep.equal([]);
      }));
  }

  it('link says what led where, before and after', () =>
    withRefresh({}, async ({ production, sandbox, name, appName }) => {
      const request = { name, appName };
      const texts = async (options: Parameters<typeof link>[2]): Promise<string> =>
        linkReport(await link(sandbox, request, options), requestFor(sandbox, request))
          .flatMap(({ lines }) => lines)
          .join('\n');
      const [from, to] = [production.spoke.url, sandbox.spoke.url];
      const planned = await texts({ dryRun: true });
      for (const text of [planned, await texts({})]) {
        expect(text).to.match(
          new RegExp(`^${name} was a copy that a sandbox refresh made; it led to ${from}`)
        );
        expect(text).to.include(
          `\n  token URL: ${from}/services/oauth2/token -> ${to}/services/oauth2/token\n`
        );
        expect(text).to.include(`\n  callouts: ${from} -> ${to}\n`);
        expect(text).to.include(`\n  service user: ${service} -> ${service}.uat\n`);
        expect(text).to.match(/\n {2}certificate: S2S_\d{8} -> S2S_\d{8}_2\n/);
      }
      expect(await texts({})).not.to.include('copy');
    }));

  it("link takes the user who is logged in where the spoke has none of production's, and nobody silently for another", () =>
    withRefresh({}, async ({ sandbox, name, appName }) => {
      const { tables } = sandbox.spoke.org;
      const user = [...tables.get('User')!.values()].find(({ Username }) => Username === `${service}.uat`)!;
      user.Username = `${service}x.uat`;
      expect((await link(sandbox, { name, appName }, { dryRun: true })).plan.choice.serviceUser).to.equal(
        sandbox.spoke.username
      );
      const other = { serviceUser: String(user.Username) };
      const { plan, warnings } = await link(sandbox, { name, appName, ...other });
      expect(plan.choice.serviceUser).to.equal(user.Username);
      expect(warnings).to.deep.equal([]);
    }));

  it("a sandbox that may call production gets an app of its own there, and never production's", () =>
    withRefresh({ privateKeys: 'kept' }, async ({ production, sandbox, name }) => {
      const pair = {
        ...sandbox,
        spoke: production.spoke,
        ends: { ...sandbox.ends, spoke: production.ends.spoke },
      };
      const asked = { name, serviceUser: service };
      expect((await thrownBy(link(pair, asked))).name).to.equal('SandboxToProductionError');
      const before = production.spoke.log.length;
      const refused = await thrownBy(link(pair, { ...asked, allowProduction: true, adopt: true }));
      expect(refused.name).to.equal('ConflictOtherHubError');
      expect(changesSince(production.spoke, before)).to.deep.equal([]);
      const allowed = { ...asked, allowProduction: true, appName: 'FromUat' };
      expect((await link(pair, allowed)).verdict?.passed).to.equal(true);
      const [only] = await allLinks(sandbox);
      expect(findingsOf(only)).to.include('credential warning sandboxToProduction');
      expect((await link(pair, allowed)).result.links[0].changed).to.equal(false);
      expect((await verify(production)).callout.status).to.equal('passed');
    }));

  it("what production's hub does on the very sandbox is left to it", () =>
    withRefresh({}, async ({ production, sandbox, appName }) => {
      const direct = { hub: production.hub, spoke: sandbox.spoke, close: sandbox.close };
      const ends = { hub: production.ends.hub, spoke: sandbox.ends.spoke };
      await link({ ...direct, ends }, { name: 'uat', appName, serviceUser: `${service}.uat` });
      const before = sandbox.spoke.log.length;
      const refused = await thrownBy(link(sandbox, { name: 'own', appName }));
      expect(refused.name).to.equal('ConflictOtherHubError');
      expect(changesSince(sandbox.spoke, before)).to.deep.equal([]);
    }));
});
