import { expect } from 'chai';
import { marker } from '../../src/metadata/marker.ts';
import { checkCredential } from '../../src/verify/credential.ts';
import { checkPreAuthorisation } from '../../src/verify/preAuthorisation.ts';
import { afterToken } from '../../src/verify/warnings.ts';
import type { Check } from '../../src/result.ts';
import type { Orgs } from '../linked.ts';
import { hubId, hubOrg, otherHubId, spokeId, spokeUrl } from '../states.ts';
import { nothing, viewAfter } from './findings.ts';

type Break = (orgs: Orgs) => unknown;
const is = ({ status, findings }: Check): string => [status, ...findings].join(' ');
const preAuthorisation = (breakIt: Break): Check => checkPreAuthorisation(viewAfter(breakIt));
const credential = (breakIt: Break, more = {}): Check => checkCredential(viewAfter(breakIt, more));

describe('verify/warnings: the service user', () => {
  const rights =
    (...held: NonNullable<Orgs['spoke']['serviceUserRights']>): Break =>
    ({ spoke }) =>
      (spoke.serviceUserRights = held);

  it('says nothing of a user who is kept to the API, or of whom nothing is known', () => {
    expect(is(preAuthorisation(rights('ApiEnabled', 'ApiUserOnly')))).to.equal('passed');
    expect(is(preAuthorisation(nothing))).to.equal('passed');
  });

  it('warns of an administrator by rights, whatever the profile is called, in one line', () => {
    for (const right of ['ModifyAllData', 'CustomizeApplication'] as const) {
      const warned = preAuthorisation(rights('ApiEnabled', right));
      expect(is(warned)).to.equal('warning serviceUserIsAdmin');
      expect(warned.message).to.contain(right);
      expect(warned.actions).to.deep.equal([
        'Call as an integration user with few rights: sf s2s link --hub myhub --spoke myspoke --service-user USERNAME',
      ]);
    }
  });

  it('warns of a user who is not kept to the API', () => {
    expect(is(preAuthorisation(rights('ApiEnabled')))).to.equal('warning serviceUserNotApiOnly');
  });

  it('warns where administrators are pre-authorised too', () => {
    const warned = preAuthorisation(({ spoke }) => (spoke.adminGrants = ['Systemadministrator']));
    expect(is(warned)).to.equal('warning adminPreAuthorised');
    expect(warned.message).to.contain('Systemadministrator');
  });

  const holding =
    (breakIt: Break = nothing): Break =>
    (orgs) => {
      const both = [orgs.spoke.serviceUser!.username, 'former@spoke.example'];
      orgs.spoke.holders = both.map((username, i) => ({ username, id: `0Pa00000000000${i}AAA` }));
      breakIt(orgs);
    };

  it('warns of who holds the permission set besides, and takes it away by the id of the assignment', () => {
    const warned = preAuthorisation(holding());
    expect(is(warned)).to.equal('warning othersPreAuthorised');
    expect(warned.message).to.contain('former@spoke.example').and.not.contain('service@spoke.example');
    expect(warned.actions[0]).to.equal(
      'Take it away: sf data delete record --target-org myspoke --sobject PermissionSetAssignment --record-id 0Pa000000000001AAA'
    );
  });

  const called = (sub: string): Break =>
    holding(({ hub }) => {
      const [own] = hub.credentials;
      hub.credentials.push({ ...own, name: 'second', claims: { ...own.claims, sub } });
    });
  const marked =
    (text: string): Break =>
    ({ spoke }) =>
      (spoke.permissionSet!.body.description = text);
  const allowed: [string, Break][] = [
    ['as whom another link of the hub calls', called('Former@spoke.example')],
    ['where the user of another link is a formula', called('{!$User.Username}')],
    ['where the permission set is somebody else’s', holding(marked('Integrations'))],
    ['where it was taken over', holding(marked(`${marker(hubId, spokeId)} (adopted)`))],
    ['where it pre-authorises nothing any more', holding(({ spoke }) => (spoke.permissionSetId = '0PS2'))],
  ];
  for (const [who, breakIt] of allowed)
    it(`does not warn of one ${who}`, () => {
      expect(is(preAuthorisation(breakIt))).to.equal('passed');
    });

  it('does not warn of anybody where the hub can’t be seen', () => {
    const view = viewAfter(holding());
    expect(is(checkPreAuthorisation({ ...view, hub: { ...view.hub, credentials: [] } }))).to.equal('passed');
  });

  it('does not warn of what has failed', () => {
    const failed = preAuthorisation((orgs) => (rights('ModifyAllData')(orgs), (orgs.spoke.held = [])));
    expect(is(failed)).to.equal('failed notAssigned');
  });

  it('fails for a frozen user, and tells how to unfreeze', () => {
    const frozen = preAuthorisation(
      ({ spoke }) => (spoke.serviceUser = { ...spoke.serviceUser!, isFrozen: true })
    );
    expect(is(frozen)).to.equal('failed frozenUser');
    expect(frozen.actions[0]).to.contain('--sobject UserLogin').and.contain('IsFrozen=false');
  });

  it('is skipped where the service user depends on who calls', () => {
    const formula = preAuthorisation(({ hub }) => (hub.credentials[0].claims.sub = '{!$User.Username}'));
    expect(is(formula)).to.equal('skipped formula');
  });

  it('lets a policy of self-authorisation pass with a warning where a token was granted all the same', () => {
    const selfAuthorised: Break = ({ spoke }) =>
      (spoke.app!.oauthPolicy!.body.permittedUsersPolicyType = 'AllSelfAuthorized');
    const failed = preAuthorisation(selfAuthorised);
    const token = (status: Check['status']): Check => ({ ...failed, id: 'token', status });
    const view = viewAfter(selfAuthorised);
    expect(is(afterToken(failed, token('failed'), view))).to.equal('failed selfAuthorised');
    expect(is(afterToken(failed, token('skipped'), view))).to.equal('failed selfAuthorised');
    expect(is(afterToken(failed, token('passed'), view))).to.equal('warning selfAuthorisedBefore');
  });
});

describe('verify/warnings: the credentials', () => {
  const sandbox: Break = ({ hub }) => (hub.org = { ...hubOrg, isSandbox: true });
  const production: Break = ({ spoke }) => (spoke.org = { ...spoke.org, isProduction: true });
  const leadsTo =
    (url: string): Break =>
    ({ hub }) => {
      hub.credentials[0].tokenUrl = `${url}/services/oauth2/token`;
      hub.credentials[0].namedCredentials[0].url = url;
    };

  const marked =
    (text: string): Break =>
    ({ hub }) =>
      (hub.credentials[0].component.body.description = text);
  const allowed = marked(marker(hubId, spokeId, true));
  const all =
    (...breaks: Break[]): Break =>
    (orgs) => {
      for (const one of breaks) one(orgs);
    };

  it('warns of a sandbox hub that calls a production spoke, where that was allowed', () => {
    expect(is(credential(sandbox))).to.equal('passed');
    expect(is(credential(production))).to.equal('passed');
    const warned = credential(all(sandbox, production, allowed));
    expect(is(warned)).to.equal('warning sandboxToProduction');
    expect(warned.actions[0]).to.match(/sf s2s link --hub myhub --spoke ALIAS_OF_SANDBOX$/);
  });

  it('fails where nobody allowed it: a sandbox refresh copied the link, whatever became of the ids in its marker', () => {
    for (const mark of [marker(hubId, spokeId), marker(otherHubId, spokeId)]) {
      const failed = credential(all(sandbox, production, marked(mark)));
      expect(is(failed)).to.equal('failed copyCallsProduction');
      expect(failed.message).to.contain(spokeUrl);
      expect(failed.actions[0]).to.match(/: sf s2s link --hub myhub --spoke ALIAS_OF_SANDBOX --name acme$/);
      expect(failed.actions.at(-1)).to.match(
        /: sf s2s link --hub myhub --spoke myspoke --name acme --allow-production$/
      );
    }
  });

  it('goes by the address without a login to the spoke', () => {
    const at = (url: string, ...more: Break[]): Check =>
      credential(all(sandbox, leadsTo(url), ...more), { spoke: undefined });
    const url = 'https://acme.my.salesforce.com';
    expect(is(at(url))).to.equal('failed copyCallsProduction');
    expect(at(url).actions.at(-1)).to.contain('--spoke ALIAS_OF_PRODUCTION');
    expect(is(at(url, allowed))).to.equal('warning sandboxToProduction');
    expect(is(at('https://acme--uat.sandbox.my.salesforce.com'))).to.equal('passed');
  });

  it('goes by where the copy leads, whatever sandbox was asked for', () => {
    const failed = credential(all(sandbox, leadsTo('https://acme.my.salesforce.com')));
    expect(is(failed)).to.equal('failed copyCallsProduction');
    expect(failed.message).to.contain('https://acme.my.salesforce.com');
    expect(failed.actions[0]).to.match(/: sf s2s link --hub myhub --spoke myspoke --name acme$/);
  });

  it('warns of merge fields, told as text or as a flag', () => {
    for (const name of ['allowMergeFieldsInBody', 'allowMergeFieldsInHeader']) {
      for (const on of ['true', true]) {
        const warned = credential(
          ({ hub }) => (hub.credentials[0].namedCredentials[0].component.body[name] = on)
        );
        expect(is(warned)).to.equal('warning mergeFields');
      }
    }
  });

  it('warns of principals of each user, and fails without any', () => {
    const perUser: Break = ({ hub }) =>
      Object.assign(hub.credentials[0], { principals: [], perUserPrincipals: ['Each'] });
    expect(is(credential(perUser))).to.equal('warning perUser');
  });
});
