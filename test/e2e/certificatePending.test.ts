import { expect } from 'chai';
import { requestCertificate } from '../../src/certificate/request.ts';
import { upsertMetadata } from '../../simulator/metadata/crud.ts';
import { run } from './command.ts';
import { list, only } from './listed.ts';
import { changesSince, link, thrownBy, verify, withPair } from './pair.ts';
import { rotate, signsWith } from './rotation.ts';

const refusedFor = (hub: string, error: { name: string; actions?: string[] }): void => {
  expect(error.name).to.equal('PendingCertificateError');
  expect(error.actions).to.deep.equal([
    `When it is signed, upload what the authority sent: sf s2s certificate upload --hub ${hub} --name Acme --file CHAIN.pem`,
    `To get the request for the authority: sf s2s certificate request --hub ${hub} --name Acme`,
  ]);
};

describe('a certificate that no authority has signed yet', () => {
  it('is refused by link and by rotate, before anything is changed', () =>
    withPair({}, async (pair) => {
      const hub = { conn: pair.ends.hub, name: pair.hub.org.alias };
      await requestCertificate({ hub, name: 'Acme' });
      const lengths = [pair.hub.log.length, pair.spoke.log.length];
      refusedFor(hub.name, await thrownBy(link(pair, { certificate: 'acme' })));
      expect(changesSince(pair.hub, lengths[0]).concat(changesSince(pair.spoke, lengths[1]))).to.deep.equal(
        []
      );
      await link(pair);
      const { length } = pair.hub.log;
      refusedFor(hub.name, await thrownBy(rotate(pair, { certificate: 'acme' })));
      expect(changesSince(pair.hub, length)).to.deep.equal([]);
      expect(await only(pair)).to.include({ state: 'linked' });
    }));

  it('is shown by list and verify where a link signs with it all the same, and rotate gets the link out of it', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const { hub } = pair;
      const name = String(signsWith(pair));
      const body = { caSigned: 'true', masterLabel: name };
      await upsertMetadata(hub.org, [{ type: 'Certificate', fullName: name, body }]);
      const upload = `sf s2s certificate upload --hub ${hub.org.alias} --name ${name} --file CHAIN.pem`;
      expect(await only(pair)).to.deep.include({
        state: 'pending',
        certificate: { name, expires: null, daysLeft: null },
      });
      expect((await list(pair)).remedies.join()).to.include(upload);
      const { certificate } = await verify(pair);
      expect(certificate).to.deep.include({ status: 'failed', findings: ['pending'] });
      expect(certificate.actions.join()).to.include(upload);
      const { result: again } = await requestCertificate({
        hub: { conn: pair.ends.hub, name: hub.org.alias },
        name,
      });
      expect(again).to.include({ changed: false, request: hub.org.certificates.get(name)?.pem });
      const { stdout } = await run('list', '--hub', hub.org.alias, '-r', 'mermaid');
      expect(stdout).to.include('pending').and.include('linkStyle 0 stroke:#cc0000');
      const { result } = await rotate(pair, { retireNow: true });
      expect(result.links[0]).to.include({ state: 'linked' });
      expect(signsWith(pair)).to.not.equal(name);
    }));
});
