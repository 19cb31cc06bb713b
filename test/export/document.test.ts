import { expect } from 'chai';
import { exportReport, manifestDocument } from '../../src/export/document.ts';
import type { ManifestLink } from '../../src/manifest/schema.ts';
import { readManifest } from '../../src/manifest/read.ts';

const documentOf = (links: ManifestLink[], left: string[] = []): string =>
  manifestDocument({
    result: {
      hub: { orgId: null, username: null, alias: null, url: null },
      manifest: { version: 1, hubs: [{ hub: 'myhub', links }] },
    },
    left,
  });

describe('the document of a manifest', () => {
  it('is YAML that says the same when it is read again, whatever stands in it', () => {
    const odd = ['${HOME}', '$${x}', 'yes', '12', '- a', "it's: #1", '*x', 'é', '{a}', 'a'.repeat(200)];
    const links = odd.map((spoke, i) => ({ spoke, name: `n${i}`, assignTo: [odd[0], odd[0]] }));
    const { hubs } = readManifest(documentOf(links), { file: 'f', env: {} });
    expect(
      hubs[0].links.map(({ request: { spoke, name, assignTo } }) => ({ spoke, name, assignTo }))
    ).to.deep.equal(links);
  });

  it('shows no text from right to left and steers no terminal, and still says the same', () => {
    const spoke = 'a\u202eb\u2028c';
    const document = documentOf([{ spoke }]);
    expect(document).to.match(/^[\n\u0020-\u007e]*$/);
    expect(readManifest(document, { file: 'f', env: {} }).hubs[0].links[0].request.spoke).to.equal(spoke);
  });

  it('keeps what it says of the rest in comments, one line each', () => {
    const document = documentOf([], ['acme leads\nto: x\u001b[31m', 'other']);
    expect(document.split('\n')).to.deep.equal([
      '# yaml-language-server: $schema=https://unpkg.com/sf-plugin-s2s/schemas/manifest.schema.json',
      '# Not declared here:',
      '# - acme leads to: x',
      '# - other',
      '',
      'version: 1',
      'hubs:',
      '  - hub: myhub',
      '    links: []',
      '',
    ]);
  });

  it('is told of with how much it holds where it goes to a file', () => {
    const outcome = {
      result: {
        hub: { orgId: null, username: null, alias: null, url: null },
        manifest: { version: 1 as const, hubs: [{ hub: 'myhub', links: [{ spoke: 'a' }, { spoke: 'b' }] }] },
      },
      left: [],
      warnings: [],
    };
    expect(exportReport(outcome, 's2s.yaml')).to.contain('s2s.yaml').and.contain('myhub').and.contain('2');
  });

  it('has no more comments than that of its schema where nothing is left out', () => {
    expect(documentOf([{ spoke: 'a'.repeat(100) }]).match(/^#/gm)).to.have.lengthOf(1);
  });
});
