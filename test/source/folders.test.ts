import { expect } from 'chai';
import { foldersOf, hostOf } from '../../src/source/folders.ts';

const uat = 'https://acme--uat.sandbox.my.salesforce.com';
const dev = 'https://acme--dev.sandbox.my.salesforce.com';
const production = 'https://acme.my.salesforce.com';
const others = ['https://hub-dev-ed.develop.my.salesforce.com', 'http://localhost:5001'];

const folderOf = (origin: string, origins: string[]): string | undefined =>
  foldersOf([origin, ...origins]).get(origin);

describe('source/folders', () => {
  it('is one for a sandbox and its production org, so that one folder serves every environment', () => {
    for (const origin of [uat, dev, production])
      expect(folderOf(origin, [...others, origin])).to.equal('acme');
  });

  it('tells orgs of one name apart when they meet, whichever is asked first', () => {
    const all = [...others, uat, production, dev];
    const folders = ['acme--uat', 'acme', 'acme--dev'];
    expect([uat, production, dev].map((origin) => folderOf(origin, all))).to.deep.equal(folders);
    expect([uat, production, dev].map((origin) => folderOf(origin, all.toReversed()))).to.deep.equal(folders);
    expect(others.map((origin) => folderOf(origin, all))).to.deep.equal(['hub_dev_ed', 'localhost_5001']);
  });

  it('takes the host where nothing else differs', () => {
    const other = 'https://acme.my.salesforce.mil';
    expect(folderOf(production, [production, other])).to.equal('acme.my.salesforce.com');
    expect(folderOf(other, [production, other])).to.equal('acme.my.salesforce.mil');
  });

  it('is a single name, whatever the address', () => {
    const hostile = ['http://[::1]:80/', 'https://a--..b', 'https://..', 'https://--%2e%2e--%2e%2e.x'];
    for (const origin of [...hostile, uat])
      for (const name of [folderOf(origin, []), hostOf(origin), folderOf(origin, [`${origin}:81`])])
        expect(name, origin).to.match(/^[\w-][\w.-]*$/);
  });

  it('has one underscore in the place of whatever a name can not hold', () => {
    const sandboxes = [
      'https://acme--u--x.my.salesforce.com',
      'https://acme--a-_b.sandbox.my.salesforce.com',
    ];
    expect([...foldersOf([...sandboxes, production]).values()]).to.deep.equal([
      'acme--u',
      'acme--a_b',
      'acme',
    ]);
    expect(hostOf('http://[::1]:80')).to.equal('_1_');
  });

  it('takes the host for each of several that share every name but that', () => {
    const both = ['https://acme--uat.my.salesforce.com', uat];
    expect([...foldersOf(both).values()]).to.deep.equal(both.map(hostOf));
  });
});
