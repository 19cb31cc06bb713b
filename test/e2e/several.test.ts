import { expect } from 'chai';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import { startPair, changesSince, link, type Pair, thrownBy, verify, withPair } from './pair.ts';

const appsOf = ({ spoke }: Pair): string[] =>
  [...spoke.org.components.values()].flatMap(({ type, fullName }) =>
    type === 'ExternalClientApplication' ? [fullName] : []
  );

describe('link where there is more than one thing of a kind', () => {
  it('tells links to one spoke apart by the app whose key they use', () =>
    withPair({}, async (pair) => {
      await link(pair);
      await link(pair, { name: 'second', appName: 'SecondApp' });
      expect(appsOf(pair)).to.have.length(2);
      const again = await link(pair, { name: 'second' });
      expect(again.plan.app.app).to.equal('SecondApp');
      expect(again.result.links[0].changed).to.equal(false);
      expect((await link(pair)).result.links[0].changed).to.equal(false);
    }));

  it('does not switch the certificate of an app that another link signs for', () =>
    withPair({}, async (pair) => {
      await link(pair);
      await createMetadata(pair.hub.org, [
        { type: 'Certificate', fullName: 'Company', body: { caSigned: 'false', masterLabel: 'Company' } },
      ]);
      const error = await thrownBy(link(pair, { name: 'second', certificate: 'Company' }));
      expect(error).to.include({ name: 'SharedAppError' });
      expect((await verify(pair)).callout.status).to.equal('passed');
      const own = await link(pair, { name: 'second', certificate: 'company', appName: 'SecondApp' });
      expect(own.verdict?.passed).to.equal(true);
    }));

  it("goes on with its own app where a sandbox refresh copied the key of another hub's", () =>
    withPair({}, async (pair) => {
      const { result } = await link(pair, { appName: 'OfProduction' });
      const [{ name }] = result.links;
      for (const { body } of [...pair.hub.org.components.values(), ...pair.spoke.org.components.values()]) {
        if (String(body.description).startsWith('Managed by'))
          body.description = String(body.description).replace(/: 00D\w{15}/, ': 00D000000000001AAA');
      }
      for (const { org } of [pair.hub, pair.spoke]) {
        for (const row of org.tables.get('PermissionSet')?.values() ?? [])
          row.Description = String(row.Description).replace(/: 00D\w{15}/, ': 00D000000000001AAA');
      }
      pair.hub.fault({ kind: 'unavailable', path: /deployRequest$/, times: 20 });
      await thrownBy(link(pair, { appName: 'Mine' }));
      pair.hub.org.faults.length = 0;
      const again = await link(pair);
      expect([again.plan.app.app, again.result.links[0].name]).to.deep.equal(['Mine', name]);
      expect(again.verdict?.passed).to.equal(true);
    }));

  it('takes names that differ in case only for one name', () =>
    withPair({}, async (pair) => {
      await createMetadata(pair.hub.org, [
        { type: 'PermissionSet', fullName: 'ACME', body: { label: 'Acme' } },
      ]);
      const error = await thrownBy(link(pair, { name: 'acme' }));
      expect(error.name).to.equal('ConflictForeignError');
      expect(changesSince(pair.hub, 0)).to.deep.equal([]);
    }));

  it('writes nothing for a service user in other letters', () =>
    withPair({}, async (pair) => {
      pair.spoke.addUser({ username: 'svc@spoke.example' });
      await link(pair, { serviceUser: 'SVC@Spoke.Example' });
      expect((await link(pair, { serviceUser: 'svc@spoke.example' })).result.links[0].changed).to.equal(
        false
      );
    }));

  it('--adopt keeps the service user and the app of a link that runs', () =>
    withPair({}, async (pair) => {
      pair.spoke.addUser({ username: 'svc@spoke.example' });
      const { result } = await link(pair, {
        serviceUser: 'svc@spoke.example',
        name: 'Hand',
        appName: 'HandApp',
      });
      const marked = [...pair.hub.org.components.values(), ...pair.spoke.org.components.values()];
      for (const { body } of marked) {
        if (String(body.description).startsWith('Managed by')) body.description = 'By hand';
      }
      for (const { org } of [pair.hub, pair.spoke]) {
        for (const row of org.tables.get('PermissionSet')?.values() ?? []) {
          if (String(row.Description).startsWith('Managed by')) row.Description = 'By hand';
        }
      }
      const adopted = await link(pair, { adopt: true });
      expect(adopted.plan.choice).to.include({ name: 'Hand', serviceUser: 'svc@spoke.example' });
      expect(adopted.plan.app.app).to.equal('HandApp');
      expect(adopted.verdict?.passed).to.equal(true);
      expect(result.links[0].name).to.equal('Hand');
    }));
});

describe('a web page in place of an answer', () => {
  it('is never taken for "there is nothing": nothing is written', async () => {
    const pair = await startPair();
    try {
      await link(pair);
      const lengths = [pair.hub.log.length, pair.spoke.log.length];
      for (const end of ['hub', 'spoke'] as const) {
        for (const operation of [/listMetadata/, /readMetadata/]) {
          if (end === 'spoke' && operation.source === 'listMetadata') continue;
          pair[end].fault({ kind: 'html', operation, times: 1000 });
          expect((await thrownBy(link(pair))).name).to.equal('UnexpectedAnswerError');
          pair[end].org.faults.length = 0;
        }
      }
      expect(changesSince(pair.hub, lengths[0]).concat(changesSince(pair.spoke, lengths[1]))).to.deep.equal(
        []
      );
    } finally {
      await pair.close();
    }
  });

  it('from the hub after the spoke was changed ends with 68', () =>
    withPair({}, async (pair) => {
      pair.hub.fault({ kind: 'html', path: /deployRequest/, times: 100 });
      expect(await thrownBy(link(pair))).to.include({ name: 'UnexpectedAnswerError', exitCode: 68 });
    }));
});
