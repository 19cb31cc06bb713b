import { expect } from 'chai';
import { unusedCertificates } from '../../src/rotate/certificates.ts';
import { makeCertificate } from '../certificates.ts';
import { linkedOrgs } from '../linked.ts';

const { hub } = linkedOrgs();
const [used] = hub.certificates;

describe('rotate/certificates', () => {
  it('are unused where no external credential of any kind signs with them', () => {
    const unused = makeCertificate('S2S_20251101');
    const certificates = [used, unused];
    expect(unusedCertificates({ ...hub, certificates })).to.deep.equal([unused.name]);
    const other = {
      type: 'ExternalCredential' as const,
      fullName: 'Other',
      body: {
        externalCredentialParameters: { certificate: unused.name, parameterType: 'SigningCertificate' },
      },
    };
    const externalCredentials = [...hub.externalCredentials, other];
    expect(unusedCertificates({ ...hub, certificates, externalCredentials })).to.deep.equal([]);
  });

  it('are not taken for used because a longer name holds theirs', () => {
    const certificates = [makeCertificate(used.name.slice(0, -1)), used];
    expect(unusedCertificates({ ...hub, certificates })).to.deep.equal([used.name.slice(0, -1)]);
  });

  it('are only those that this plugin made on this org', () => {
    const certificates = [
      used,
      makeCertificate('Company'),
      makeCertificate('S2S_20251101', { unit: '00D000000000009' }),
      makeCertificate('S2S_20251102', { unit: null }),
    ];
    expect(unusedCertificates({ ...hub, certificates })).to.deep.equal([]);
  });
});
