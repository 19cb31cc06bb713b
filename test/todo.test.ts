import { expect } from 'chai';
import { certificateFile, certificateWords, missingOn, rungOf } from '../src/todo.ts';
import type { SpokeState } from '../src/observe/spoke.ts';
import { makeCertificate } from './certificates.ts';
import { linkedOrgs, permissionSetId } from './linked.ts';
import { spokeWith } from './states.ts';

const { spoke, hub } = linkedOrgs();
const [{ x509 }] = hub.certificates;
const missing = (more: Partial<SpokeState> = {}): string[] => missingOn({ ...spoke, ...more }, x509);
const settings = (body: object): Partial<SpokeState> => {
  const app = spoke.app!;
  const component = app.globalOauthSettings!;
  return { app: { ...app, globalOauthSettings: { ...component, body: { ...component.body, ...body } } } };
};

describe('todo: what an app lacks that a link needs', () => {
  it('is nothing once it is linked, and nothing can be said without an app', () => {
    expect(missing()).to.deep.equal([]);
    expect(missingOn(spokeWith(), x509)).to.deep.equal([]);
  });

  it('is the certificate where the app trusts none, another, or the one that is yet to be made', () => {
    const other = makeCertificate('S2S_20261124', { from: -1 });
    expect(missing(settings({ certificate: undefined }))).to.deep.equal(['certificate']);
    expect(missing(settings({ certificate: other.pem }))).to.deep.equal(['certificate']);
    expect(missingOn(spoke, undefined)).to.deep.equal(['certificate']);
    const none = { ...spoke, ...settings({ certificate: undefined }) };
    expect(missingOn(none, undefined)).to.deep.equal(['certificate']);
  });

  it('is a permission set that is yet to be made, to be joined to the app, or to be assigned', () => {
    const none = { preAuthorised: [], held: [] };
    expect(missing({ ...none, permissionSetId: undefined })).to.deep.equal([
      'newPermissionSet',
      'assignment',
    ]);
    expect(missing(none)).to.deep.equal(['permissionSet', 'assignment']);
    expect(missing({ preAuthorised: [] })).to.deep.equal(['permissionSet']);
    expect(missing({ held: [] })).to.deep.equal(['assignment']);
    // Another set lets in those who hold it: that is the one to assign.
    const others = [{ id: '0PS00000000000OAAA', name: 'Others', ofProfile: false }];
    expect(missing({ preAuthorised: others, held: [permissionSetId] })).to.deep.equal(['assignment']);
    expect(missing({ preAuthorised: others, held: [others[0].id] })).to.deep.equal([]);
  });

  it('belongs to the rung that looks at it', () => {
    const rungs = (
      ['enabled', 'certificate', 'scopes', 'policy', 'permissionSet', 'assignment'] as const
    ).map((id) => rungOf({ id, message: '', actions: [] }));
    expect(rungs).to.deep.equal(['app', 'app', 'app', ...Array(3).fill('pre-authorisation')]);
  });

  it('has the certificate written to a file for Setup', () => {
    expect(certificateFile('S2S_20261101')).to.equal('S2S_20261101.crt');
    const link = { command: 'sf s2s link --hub h --spoke s' };
    expect(certificateWords(link, 'S2S_20261101')).to.deep.equal({
      fetch: { command: 'sf s2s link --hub h --spoke s --dry-run --output-dir s2s' },
      file: 's2s/S2S_20261101.crt',
    });
    expect(certificateWords(link, 'A', 'out').file).to.equal('out/A.crt');
  });
});
