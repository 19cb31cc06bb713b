import { expect } from 'chai';
import type { Row } from '../../simulator/org.ts';
import { insertRow, rows } from '../../simulator/tables.ts';
import { exitCodeOf } from '../../src/link/report.ts';
import { acceptExitCode } from '../../src/handover/report.ts';
import type { Accepting } from '../../src/handover/acceptRequest.ts';
import { accept, changesBy, handOver, linkBy, refusedBy, requestOf } from './handing.ts';
import { changingKeys, withQuickPair } from './interrupted.ts';
import type { Pair } from './pair.ts';
import {
  allowTokenInBody,
  appOfHub,
  appsOn,
  callBothWays,
  callingThroughout,
  failing,
  namesOf,
  signsWith,
} from './rotation.ts';
import { unlink } from './unlinking.ts';

const changing = { hub: { settings: { keyPair: changingKeys() } } };
type Options = Parameters<typeof withQuickPair>[1];

const stepOf = ({ result }: Awaited<ReturnType<typeof accept>>, name: string): string | undefined =>
  result.links[0].steps.find((step) => step.name === name)?.action;

for (const [kind, options] of [
  ['external-client-app', {}],
  ['connected-app', { spoke: { settings: { connectedAppCreation: true } } }],
] as [Accepting['app'], Options][])
  describe(`a rotation in halves, of a link through an app of kind ${kind}`, () => {
    it('lets callouts go on at every moment, and ends with one app and the new certificate', () =>
      withQuickPair(
        async (pair) => {
          const { request: first } = await handOver(pair, { accepting: { app: kind } });
          allowTokenInBody(pair);
          expect(await callBothWays(pair)).to.deep.equal([]);
          const [old, successor] = [appOfHub(pair), `${appOfHub(pair)}_2`];
          const halves = async (): Promise<void> => {
            const request = await requestOf(pair, { rotate: true });
            expect(request.certificate.fingerprint).not.to.equal(first.certificate.fingerprint);
            expect(signsWith(pair)).to.equal(first.certificate.name);
            // Asked again before the link has moved, it is the same certificate.
            expect(await requestOf(pair, { rotate: true })).to.deep.equal(request);
            const early = await refusedBy(pair, () => accept(pair, request, { retireNow: true }));
            expect(early.name).to.equal('HubNotSwitchedError');
            const accepted = await accept(pair, request);
            expect(acceptExitCode(accepted, false)).to.equal(0);
            expect(stepOf(accepted, old)).to.equal('keep');
            expect(accepted.reply?.app.name).to.equal(successor);
            expect(appsOn(pair.spoke)).to.have.members([old, successor]);
            const again = await changesBy(pair, async () => {
              expect((await accept(pair, request)).reply).to.deep.equal(accepted.reply);
            });
            expect(again).to.deep.equal([]);
            const still = await refusedBy(pair, () => accept(pair, request, { retireNow: true }));
            expect(still.name).to.equal('HubNotSwitchedError');
            expect(still.actions?.[1]).to.match(/sf s2s accept .* --retire-now$/);
            const outcome = await linkBy(pair, accepted.reply!);
            expect(exitCodeOf(outcome)).to.equal(0);
            expect(signsWith(pair)).to.equal(request.certificate.name);
            const retired = await accept(pair, request, { retireNow: true });
            expect([acceptExitCode(retired, false), stepOf(retired, old)]).to.deep.equal([0, 'delete']);
            expect(retired.reply).to.deep.equal(accepted.reply);
          };
          const { count, problems } = await callingThroughout(pair, halves());
          expect(problems).to.deep.equal([]);
          expect(count).to.be.above(10);
          expect(appsOn(pair.spoke)).to.deep.equal([successor]);
          expect(await failing(pair)).to.deep.equal([]);
          await unlink(pair, { deleteCertificate: true });
          expect(namesOf(pair.spoke, 'PermissionSet')).to.deep.equal([]);
        },
        { ...changing, ...options }
      ));
  });

/** A link that was moved to a second certificate, whose first app is there still. */
const withTwoApps = (
  work: (
    pair: Pair,
    files: { first: Awaited<ReturnType<typeof handOver>>; second: Awaited<ReturnType<typeof handOver>> }
  ) => Promise<void>
): Promise<void> =>
  withQuickPair(async (pair) => {
    const first = await handOver(pair);
    const second = await handOver(pair, { asking: { rotate: true } });
    await work(pair, { first, second });
  }, changing);

describe('two apps of a rotation in halves', () => {
  it('stay when the request of before is answered with --retire-now: the hub calls through the other', () =>
    withTwoApps(async (pair, { first }) => {
      const error = await refusedBy(pair, () => accept(pair, first.request, { retireNow: true }));
      expect(error.name).to.equal('HubNotSwitchedError');
    }));

  it('lead the hub back by an old reply while the former app is there, and to nothing once it is gone', () =>
    withTwoApps(async (pair, { first, second }) => {
      const back = await linkBy(pair, first.reply);
      expect([exitCodeOf(back), signsWith(pair)]).to.deep.equal([0, first.request.certificate.name]);
      await linkBy(pair, second.reply);
      await accept(pair, second.request, { retireNow: true });
      const error = await refusedBy(pair, () => linkBy(pair, first.reply, {}, { wait: 0 }));
      expect(error).to.include({ name: 'ReplyNotProvenYetError', exitCode: 69 });
    }));

  it('let the same in: the new one is open to whom the former one lets in: profiles, too', () =>
    withQuickPair(async (pair) => {
      await handOver(pair);
      const { org } = pair.spoke;
      const profileSet = rows(org, 'PermissionSet').find(
        ({ IsOwnedByProfile }) => IsOwnedByProfile === true
      )!;
      const [former] = rows(org, 'ExternalClientApplication');
      const type = { SetupEntityType: 'ExternalClientApplication' };
      insertRow(org, 'SetupEntityAccess', { ...type, ParentId: profileSet.Id, SetupEntityId: former.Id });
      await accept(pair, await requestOf(pair, { rotate: true }));
      const openTo = ({ Id }: Row): unknown[] =>
        rows(org, 'SetupEntityAccess')
          .filter(({ SetupEntityId }) => SetupEntityId === Id)
          .map(({ ParentId }) => ParentId);
      const [, successor] = rows(org, 'ExternalClientApplication');
      expect(openTo(successor)).to.have.members(openTo(former)).and.include(profileSet.Id);
    }, changing));
});
