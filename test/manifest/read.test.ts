import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadManifest } from '../../src/manifest/read.ts';
import { thrownBy } from '../e2e/pair.ts';
import { linksOf, problemsOf, read, refused, requestsOf } from './reading.ts';

const plain = { assignTo: [], unassign: [], allowSelf: false, allowProduction: false, adopt: false };

/** Requests without what they leave open. */
const told = (text: string, env: Record<string, string> = {}): object[] =>
  requestsOf(text, env).map((request) => JSON.parse(JSON.stringify(request)) as object);

describe('a manifest', () => {
  it('declares links with every wish that link takes', () => {
    const wishes = {
      name: 'acme',
      app: 'connected-app',
      appName: 'Integration',
      serviceUserPermsets: ['Orders_Read', 'pkg__Orders'],
      assignTo: ['ann@hub.example', 'Callers'],
      credentialAccess: 'read',
      ipRelaxation: 'Bypass_2factor',
      consumerKey: '3MVG9.key',
      certificate: 'Company',
      audience: 'https://login.salesforce.com',
      adopt: true,
      allowSelf: true,
      allowProduction: true,
    };
    const link = { ...wishes, createServiceUser: 'svc@acme.example', serviceUserEmail: 'it@acme.example' };
    const text = JSON.stringify({
      version: 1,
      hubs: [{ hub: 'myhub', links: [{ spoke: 'acme', ...link }] }],
    });
    expect(told(text)).to.deep.equal([{ hub: 'myhub', spoke: 'acme', ...link, unassign: [] }]);
    expect(told(linksOf('{ spoke: acme, serviceUser: svc@acme.example }'))).to.deep.equal([
      { hub: 'myhub', spoke: 'acme', serviceUser: 'svc@acme.example', ...plain },
    ]);
  });

  it('tells where each link stands, hub by hub', () => {
    const text = `${linksOf('spoke: a', 'spoke: b')}  - hub: other\n    links: [{ spoke: c }]\n  - hub: myhub\n    links: [{ spoke: d }]\n`;
    const { hubs } = read(text);
    expect(
      hubs.map(({ hub, links }) => [
        hub,
        ...links.map(({ request, line, column }) => `${request.spoke} ${line}:${column}`),
      ])
    ).to.deep.equal([
      ['myhub', 'a 5:9', 'b 6:9', 'd 10:13'],
      ['other', 'c 8:13'],
    ]);
    expect(hubs.every(({ isListed }) => isListed)).to.equal(true);
  });

  it('takes what a link does not say from its hub, and then from the file', () => {
    const text = `version: 1
defaults: { app: connected-app, certificate: Company, assignTo: [Callers], allowProduction: true }
hubs:
  - hub: one
    defaults: { certificate: One, ipRelaxation: Bypass }
    links:
      - spoke: a
        assignTo: []
      - { spoke: b, app: external-client-app, certificate: B, allowProduction: false }
  - hub: two
    links: [spoke: a]
`;
    expect(
      requestsOf(text).map((request) => [
        request.app,
        request.certificate,
        request.ipRelaxation,
        request.assignTo.join(),
        request.allowProduction,
      ])
    ).to.deep.equal([
      ['connected-app', 'One', 'Bypass', '', true],
      ['external-client-app', 'B', 'Bypass', 'Callers', false],
      ['connected-app', 'Company', undefined, 'Callers', true],
    ]);
  });

  it('drops the e-mail address of a default where no user is made', () => {
    const text = `version: 1\ndefaults: { serviceUserEmail: it@acme.example }\nhubs: [{ hub: h, links: [spoke: a, { spoke: b, createServiceUser: s@b.example }] }]`;
    expect(requestsOf(text).map(({ serviceUserEmail }) => serviceUserEmail)).to.deep.equal([
      undefined,
      'it@acme.example',
    ]);
  });

  it('makes the way back with the wishes that fit both ways', () => {
    const both = { app: 'connected-app', ipRelaxation: 'Bypass', credentialAccess: 'read', adopt: true };
    const oneWay = {
      name: 'acme',
      serviceUser: 'svc@acme.example',
      assignTo: ['Callers'],
      certificate: 'Company',
    };
    const link = { spoke: 'acme', ...both, ...oneWay, audience: 'https://acme.example' };
    const manifest = (bidirectional: unknown): string =>
      JSON.stringify({ version: 1, hubs: [{ hub: 'myhub', links: [{ ...link, bidirectional }] }] });
    const [there, back] = told(manifest(true));
    expect(there).to.deep.include({ hub: 'myhub', spoke: 'acme', ...both, ...oneWay });
    expect(back).to.deep.equal({ hub: 'acme', spoke: 'myhub', ...plain, ...both });
    const own = { name: 'hq', serviceUser: 'svc@hub.example', assignTo: ['Back'], ipRelaxation: 'Enforce' };
    expect(told(manifest(own))[1]).to.deep.equal({ hub: 'acme', spoke: 'myhub', ...plain, ...both, ...own });
    expect(told(manifest(false))).to.have.lengthOf(1);
    expect(read(manifest(true)).hubs.map(({ hub, isListed }) => [hub, isListed])).to.deep.equal([
      ['myhub', true],
      ['acme', false],
    ]);
  });

  it('lets hubs call each other, in circles too, and an org itself when that is said', () => {
    const circle = ['a', 'b', 'c'].map((hub, i, all) => ({ hub, links: [{ spoke: all[(i + 1) % 3] }] }));
    expect(requestsOf(JSON.stringify({ version: 1, hubs: circle }))).to.have.lengthOf(3);
    expect(requestsOf(linksOf('{ spoke: myhub, allowSelf: true }'))).to.have.lengthOf(1);
    expect(problemsOf(linksOf('spoke: myhub'))).to.deep.equal([
      '5:9: hub and spoke are the same; if the org should call itself, add allowSelf: true',
    ]);
  });

  it('may have a schema, a byte order mark, Windows line ends, anchors and merge keys', () => {
    const text = `\uFEFF$schema: https://example.com/s\r\n${linksOf('&base\n        spoke: a\n        assignTo: [Callers]', '{ <<: *base, spoke: b }').replaceAll('\n', '\r\n')}`;
    expect(requestsOf(text).map(({ spoke, assignTo }) => [spoke, ...assignTo])).to.deep.equal([
      ['a', 'Callers'],
      ['b', 'Callers'],
    ]);
  });

  it('may be JSON indented with tabs', () => {
    const text = JSON.stringify({ version: 1, hubs: [{ hub: 'h', links: [{ spoke: 'a' }] }] }, null, '\t');
    expect(requestsOf(text)).to.have.lengthOf(1);
  });

  it('tells the first twenty problems, in order, and how many more there are', () => {
    const links = Array.from({ length: 50 }, (_, i) =>
      i % 2 === 0 ? 'name: x' : `{ spoke: s${i}, colour: red }`
    );
    const problems = problemsOf(linksOf(...links));
    expect(problems).to.have.lengthOf(21);
    expect(problems.slice(0, 2)).to.deep.equal([
      '5:9: spoke is missing',
      `6:22: unknown key colour; known here: spoke, app, appName, serviceUserEmail, serviceUserPermsets, assignTo, credentialAccess, ipRelaxation, certificate, audience, adopt, allowSelf, allowProduction, name, serviceUser, createServiceUser, consumerKey, bidirectional`,
    ]);
    expect(problems.at(-1)).to.equal('and 30 more');
  });

  it('that is wrong ends in one error with what to do', () => {
    const error = refused(linksOf('spoke: 3'));
    expect(error).to.include({ name: 'ManifestInvalidError', exitCode: 1 });
    expect(error.message).to.include('s2s.yaml:5:16: spoke has to be text: put the value into quotes');
    expect(error.actions?.join()).to.include('Fix s2s.yaml').and.to.include('manifest.schema.json');
  });
});

describe('the file of a manifest', () => {
  const fileWith = (content: string | Buffer): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'manifest-')), 's2s.yaml');
    writeFileSync(file, content);
    return file;
  };

  it('is read as UTF-8', async () => {
    expect(await loadManifest(fileWith('hub: Zürich'))).to.equal('hub: Zürich');
    const error = await thrownBy(
      loadManifest(fileWith(Buffer.from('version: 1', 'utf16le').fill(0xff, 0, 1)))
    );
    expect(error.name).to.equal('ManifestNotTextError');
  });

  it('has to be there', async () => {
    const error = await thrownBy(loadManifest('nowhere/s2s.yaml'));
    expect(error.name).to.equal('ManifestUnreadableError');
    expect(error.message).to.include('nowhere/s2s.yaml').and.to.include('no such file');
    expect((await thrownBy(loadManifest(tmpdir()))).name).to.equal('ManifestUnreadableError');
  });

  it('may have 9 MB and no more', async () => {
    expect(await loadManifest(fileWith('#'.repeat(9_000_000)))).to.have.lengthOf(9_000_000);
    const error = await thrownBy(loadManifest(fileWith('#'.repeat(9_000_001))));
    expect(error.name).to.equal('ManifestTooLargeError');
  });
});
