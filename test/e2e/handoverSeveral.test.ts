import { expect } from 'chai';
import { insertRow, rows } from '../../simulator/tables.ts';
import { acceptExitCode, acceptQuestion, acceptReport } from '../../src/handover/report.ts';
import { asText } from '../../src/report/report.ts';
import { accept, accepting, handOver, linkBy, refusedBy, replyOf, requestOf } from './handing.ts';
import { changingKeys, withQuickPair } from './interrupted.ts';
import type { Pair } from './pair.ts';
import { appOfHub, appsOn, failing } from './rotation.ts';

const changing = { hub: { settings: { keyPair: changingKeys() } } };
const [first, second] = ['first@spoke.example', 'second@spoke.example'];

/** Two links of one hub to one spoke, each through an app of its own and as a user of its own. */
const withTwoLinks = (work: (pair: Pair) => Promise<void>): Promise<void> =>
  withQuickPair(async (pair) => {
    for (const username of [first, second]) pair.spoke.addUser({ username });
    await handOver(pair, { accepting: { serviceUser: first } });
    await handOver(pair, {
      accepting: { serviceUser: second, appName: 'Second' },
      linking: { name: 'second' },
    });
    await work(pair);
  }, changing);

describe('two links of one hub to one spoke, in halves', () => {
  it('know nothing of each other when a rotated app goes: the other link has its own still', () =>
    withTwoLinks(async (pair) => {
      const request = await requestOf(pair, { rotate: true });
      const successor = `${appOfHub(pair)}_2`;
      const accepted = await accept(pair, request, { serviceUser: first, appName: appOfHub(pair) });
      const others = accepted.result.links[0].steps.filter(({ name }) => name === 'Second');
      expect([accepted.reply?.app.name, others]).to.deep.equal([successor, []]);
      await linkBy(pair, accepted.reply!);
      const retired = await accept(pair, request, { serviceUser: first, retireNow: true });
      expect(acceptExitCode(retired, false)).to.equal(0);
      expect(appsOn(pair.spoke)).to.have.members(['Second', successor]);
      expect(await failing(pair)).to.deep.equal([]);
    }));

  it('keep an app through which somebody else calls who may use it', () =>
    withQuickPair(async (pair) => {
      await handOver(pair);
      const { request, reply } = await handOver(pair, { asking: { rotate: true } });
      const { org } = pair.spoke;
      const other = pair.spoke.addUser({ username: second });
      const [set] = rows(org, 'PermissionSet').filter(({ Name }) => Name === `${appOfHub(pair)}_Access`);
      const login = rows(org, 'LoginHistory').at(0)!;
      const [label] = rows(org, 'ExternalClientApplication').map(({ MasterLabel }) => MasterLabel);
      const { Id: _id, ...rest } = login;
      // Long before the service user's last one.
      insertRow(org, 'LoginHistory', {
        ...rest,
        UserId: other.Id,
        Application: label,
        LoginTime: new Date(Date.now() - 86_400_000).toISOString(),
      });
      insertRow(org, 'PermissionSetAssignment', { AssigneeId: other.Id, PermissionSetId: set.Id });
      const decided = { serviceUser: reply.serviceUser, retireNow: true };
      const error = await refusedBy(pair, () => accept(pair, request, decided));
      expect(error.name).to.equal('HubNotSwitchedError');
      expect(error.message).to.include(`as ${second} was not`);
      expect(error.actions?.join('\n')).to.include(`${appOfHub(pair)}_Access`);
    }, changing));

  it('may do without whom nobody lets in any more', () =>
    withQuickPair(async (pair) => {
      await handOver(pair);
      const { request } = await handOver(pair, { asking: { rotate: true } });
      const other = pair.spoke.addUser({ username: second });
      const { Id: _id, ...login } = rows(pair.spoke.org, 'LoginHistory').at(0)!;
      insertRow(pair.spoke.org, 'LoginHistory', { ...login, UserId: other.Id });
      const retired = await accept(pair, request, { retireNow: true });
      expect(acceptExitCode(retired, false)).to.equal(0);
      expect(appsOn(pair.spoke)).to.deep.equal([`${appOfHub(pair)}_2`]);
    }, changing));
});

describe('a hub that is let in already', () => {
  it('and comes with another certificate: that is said before the question, and afterwards', () =>
    withQuickPair(async (pair) => {
      const { request: former } = await handOver(pair);
      const request = await requestOf(pair, { rotate: true });
      const { name, fingerprint } = former.certificate;
      const told = `This hub is let in already with certificate ${name}, fingerprint ${fingerprint}; this one is another.`;
      const decided = accepting(pair);
      const planned = await accept(pair, request, {}, { dryRun: true });
      expect(asText(acceptQuestion(request, planned, decided))).to.include(told);
      expect(asText(acceptReport(request, planned, decided, true))).to.include(told);
      const accepted = await accept(pair, request);
      expect(asText(acceptReport(request, accepted, decided, false))).to.include(told);
    }, changing));

  it('and comes with the same one, or a hub that is new: nothing of it is said', () =>
    withQuickPair(async (pair) => {
      const request = await requestOf(pair);
      for (const outcome of [await accept(pair, request), await accept(pair, request)])
        expect(asText(acceptReport(request, outcome, accepting(pair), false))).not.to.include(
          'let in already'
        );
      expect((await replyOf(pair, request)).app.name).to.equal(appOfHub(pair));
    }, changing));
});
