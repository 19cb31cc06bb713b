import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { diagnose, type Login, type Machine } from '../src/doctor.ts';

const login = (more: Partial<Login> = {}): Login => ({
  username: 'ann@hub.example',
  aliases: ['myhub'],
  url: 'https://acme.my.salesforce.com',
  expired: false,
  error: false,
  ...more,
});

const fine: Machine = {
  node: '22.19.0',
  env: {},
  logins: [login()],
  defaultOrg: 'myhub',
};

/** What is wrong with a machine, as `<status> <suggestion>`. */
const wrong = (more: Partial<Machine>): string[] =>
  diagnose({ ...fine, ...more })
    .filter(({ status }) => status !== 'pass')
    .map(({ status, suggestion }) => `${status} ${suggestion ?? ''}`);

describe('doctor', () => {
  it('finds nothing wrong with a machine that is ready', () => {
    expect(wrong({})).to.deep.equal([]);
    expect(wrong({ defaultOrg: 'ann@hub.example', apiVersion: '60.0', node: '24.0.1' })).to.deep.equal([]);
    expect(diagnose(fine)).to.have.lengthOf(8);
  });

  it('knows the oldest Node that the package names', () => {
    const { engines } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8')
    ) as Record<'engines', { node: string }>;
    const oldest = engines.node.replace('>=', '');
    expect(wrong({ node: oldest })).to.deep.equal([]);
    for (const node of ['22.18.9', '20.20.2']) expect(wrong({ node })[0]).to.match(/^fail Node/);
  });

  it('finds an API version that is too old', () => {
    expect(wrong({ apiVersion: '59.0' })).to.have.lengthOf(1);
    expect(wrong({ apiVersion: '59.0' })[0])
      .to.include('59.0')
      .and.include('sf config unset org-api-version');
  });

  it('finds a proxy without a scheme, and shows no address', () => {
    const [found] = wrong({ env: { HTTPS_PROXY: 'user:password@proxy.example:8080' } });
    expect(found)
      .to.match(/^fail /)
      .and.include('unset HTTPS_PROXY')
      .and.not.include('password');
    for (const env of [
      { HTTPS_PROXY: 'http://user:password@proxy.example:8080' },
      { https_proxy: '', NO_PROXY: 'localhost' },
    ])
      expect(wrong({ env })).to.deep.equal([]);
  });

  it('counts logins that can not be read, have expired or miss the My Domain, and names none', () => {
    const logins = [
      login(),
      login({ error: true }),
      login({ expired: true }),
      login({ url: 'https://na139.salesforce.com' }),
      login({ url: 'https://login.salesforce.com' }),
    ];
    const found = wrong({ logins });
    expect(found.map((text) => /: (\d)\. /.exec(text)?.[1])).to.deep.equal(['1', '1', '2']);
    expect(found.join()).not.to.match(/ann@|myhub/);
  });

  it('says how to log in, and how to get a default org', () => {
    expect(wrong({ logins: [], defaultOrg: undefined })).to.have.lengthOf(2);
    expect(wrong({ logins: [] })[0]).to.include('sf org login web');
    expect(wrong({ defaultOrg: 'gone' })[0]).to.include('sf config set target-org');
  });

  it('does not guess about logins that can not be read at all', () => {
    const unknown = diagnose({ ...fine, logins: undefined }).filter(({ status }) => status === 'unknown');
    expect(unknown).to.have.lengthOf(1);
  });
});
