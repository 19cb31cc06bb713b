import { expect } from 'chai';
import { checkCertificate } from '../../src/verify/certificate.ts';
import { makeCertificate } from '../certificates.ts';
import type { Orgs } from '../linked.ts';
import { now, otherHubId } from '../states.ts';
import { findingOf, nothing, viewAfter } from './findings.ts';

const check = (breakIt: (orgs: Orgs) => unknown) => checkCertificate(viewAfter(breakIt), now);
const signedWith =
  (options: Parameters<typeof makeCertificate>[1]) =>
  ({ hub }: Orgs): void => {
    hub.certificates = [makeCertificate(hub.certificates[0].name, options)];
  };

describe('verify/certificate', () => {
  it('passes, and tells the days that are left', () => {
    const passed = check(nothing);
    expect(findingOf(passed)).to.equal('passed passed');
    expect(passed.message).to.contain('S2S_20261101').and.contain('700 more days').and.contain('2028-10-24');
    expect(passed.actions).to.deep.equal([]);
  });

  it('fails where the credential names none', () => {
    expect(findingOf(check(({ hub }) => delete hub.credentials[0].certificate))).to.equal('failed none');
  });

  it('fails where the hub has none of that name', () => {
    expect(findingOf(check(({ hub }) => (hub.certificateNames = hub.certificates = [])))).to.equal(
      'failed missing'
    );
  });

  it('fails where the certificate cannot be read', () => {
    expect(findingOf(check(({ hub }) => (hub.certificates = [])))).to.equal('failed unreadable');
  });

  it('fails where no authority has signed it yet', () => {
    const pending = check(({ hub }) => {
      hub.pendingCertificates = [hub.certificates[0].name];
      hub.certificates = [];
    });
    expect(findingOf(pending)).to.equal('failed pending');
    expect(pending.actions[0]).to.contain('certificate upload --hub myhub --name S2S_20261101 --file');
  });

  it('fails from the moment of its end on', () => {
    expect(findingOf(check(signedWith({ to: -0.01 })))).to.equal('failed expired');
    expect(check(signedWith({ to: -3 })).message).to.contain('3 days ago');
  });

  it('fails where a sandbox refresh copied it from another org', () => {
    expect(findingOf(check(signedWith({ unit: otherHubId.slice(0, 15) })))).to.equal('failed copied');
  });

  it('takes one that an authority signed', () => {
    expect(findingOf(check(signedWith({ unit: 'IT Security' })))).to.equal('passed passed');
  });

  it('warns in the last 60 days', () => {
    expect(findingOf(check(signedWith({ to: 60 })))).to.equal('passed passed');
    const soon = check(signedWith({ to: 59 }));
    expect(findingOf(soon)).to.equal('warning endsSoon');
    expect(soon.message).to.contain('59 days');
    expect(findingOf(check(signedWith({ to: 0.5 })))).to.equal('warning endsSoon');
  });

  it('fails where it ends within the days that were given, however far away that is', () => {
    const within = (expiresWithin: number, to: number) =>
      checkCertificate(viewAfter(signedWith({ to }), { expiresWithin }), now);
    expect(findingOf(within(30, 31))).to.equal('warning endsSoon');
    expect(findingOf(within(30, 29.5))).to.equal('failed endsWithin');
    const far = within(365, 300);
    expect(findingOf(far)).to.equal('failed endsWithin');
    expect(far.message).to.contain('300 days').and.contain('365');
    expect(far.findings).to.deep.equal(['endsWithin']);
    expect(findingOf(within(365, -1))).to.equal('failed expired');
  });

  it('is replaced by a rotation before its end, with nothing to make by hand', () => {
    expect(check(signedWith({ to: 59 })).actions).to.deep.equal(['Replace it: sf s2s rotate --hub myhub']);
    const other = check(({ hub }) => {
      hub.certificates = [makeCertificate('Acme_2026', { to: 59 })];
      hub.certificateNames = ['Acme_2026'];
      hub.credentials[0].certificate = 'Acme_2026';
    });
    expect(other.actions).to.deep.equal([
      'Get a new one for an authority to sign: sf s2s certificate request --hub myhub --name NEW_CERTIFICATE --output-file request.csr',
      'When it is signed and uploaded, move to it: sf s2s rotate --hub myhub --certificate NEW_CERTIFICATE',
    ]);
  });

  it('is mended by linking again', () => {
    for (const broken of [
      signedWith({ to: -1 }),
      ({ hub }: Orgs) => (hub.certificateNames = hub.certificates = []),
    ]) {
      expect(check(broken).actions).to.deep.equal(['sf s2s link --hub myhub --spoke myspoke']);
    }
  });
});
