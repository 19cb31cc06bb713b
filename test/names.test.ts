import { expect } from 'chai';
import {
  asFileName,
  asLabel,
  isLegalName,
  isPackaged,
  isPrivate,
  isSalesforce,
  longestAppName,
  longestLinkName,
  longestName,
  looksLikeProduction,
  myDomain,
  myDomainBehind,
  nameOfOrg,
  nextCertificateName,
  originOf,
  sandboxOf,
  withoutNamespace,
} from '../src/names.ts';
import { readOnlyName } from '../src/metadata/hub.ts';
import { newAppNames } from '../src/metadata/spoke.ts';

const myDomains: [string, string][] = [
  ['https://acme.my.salesforce.com', 'acme'],
  ['https://acme--uat.sandbox.my.salesforce.com', 'acme'],
  ['https://acme--uat.my.salesforce.com', 'acme'],
  ['https://acme--uat.cs42.my.salesforce.com', 'acme'],
  ['https://acme.trailblaze.my.salesforce.com', 'acme'],
  ['https://acme--p1.patch.my.salesforce.com', 'acme'],
  ['https://acme.demo.my.salesforce.com', 'acme'],
  ['https://acme.free.my.salesforce.com', 'acme'],
  ['https://acme-trial.my.salesforce.com', 'acme_trial'],
  ['https://acme.my-salesforce.com', 'acme'],
  ['https://dream-ability-1234.scratch.my.salesforce.com', 'dream_ability_1234'],
  ['https://acme-dev-ed.develop.my.salesforce.com', 'acme_dev_ed'],
  ['https://acme-dev-ed.my.salesforce.com', 'acme_dev_ed'],
  ['https://agency.my.salesforce.mil', 'agency'],
  ['https://agency--uat.sandbox.my.salesforce.mil', 'agency'],
  ['https://acme.my.sfcrmproducts.cn', 'acme'],
  ['https://3m.my.salesforce.com', 'Org_3m'],
  ['http://localhost:8081', 'localhost_8081'],
  ['http://127.0.0.1:8081', 'localhost_8081'],
  ['http://[::1]:8081', 'localhost_8081'],
  ['http://localhost', 'localhost'],
];

describe('link/names', () => {
  for (const [origin, name] of myDomains) {
    it(`takes ${origin} for a My Domain and calls it ${name}`, () => {
      expect(myDomain(origin)).to.equal(origin);
      expect(myDomain(`${origin}/services/data?x=1`)).to.equal(origin);
      expect(nameOfOrg(origin)).to.equal(name);
      expect(isLegalName(nameOfOrg(origin), longestAppName)).to.equal(true);
    });
  }

  it('gives a sandbox and its production org the same name', () => {
    expect(nameOfOrg('https://acme--uat.sandbox.my.salesforce.com')).to.equal(
      nameOfOrg('https://acme.my.salesforce.com')
    );
  });

  it('tells which sandbox a My Domain is of', () => {
    for (const url of [
      'https://acme--uat.sandbox.my.salesforce.com',
      'https://acme--uat.cs42.my.salesforce.com',
    ])
      expect(sandboxOf(url)).to.equal('uat');
    for (const url of ['https://acme.my.salesforce.com', 'http://localhost:8081'])
      expect(sandboxOf(url)).to.equal(undefined);
  });

  it('knows a My Domain in capitals', () => {
    expect(myDomain('https://ACME.My.Salesforce.com')).to.equal('https://acme.my.salesforce.com');
  });

  for (const url of [
    'http://acme.my.salesforce.com',
    'https://na1.salesforce.com',
    'https://login.salesforce.com',
    'https://test.salesforce.com',
    'https://acme.lightning.force.com',
    'https://acme.my.site.com',
    'https://acme.my.salesforce-setup.com',
    'https://acme.my.salesforce.com.evil.example',
    'https://my.salesforce.com',
    'https://my-salesforce.com',
    'https://acmemy-salesforce.com',
    'https://na139.salesforce.com',
    'https://cs42.salesforce.com',
    'https://acme.lightning.sfcrmapps.cn',
    'https://acme.lightning.crmforce.mil',
    'https://localhost.evil.example',
    'https://127.0.0.1.evil.example',
    'http://10.0.0.1',
    'acme.my.salesforce.com',
    '',
  ]) {
    it(`takes ${url === '' ? 'no text' : url} for no My Domain`, () => {
      expect(myDomain(url)).to.equal(undefined);
    });
  }

  for (const [page, domain] of [
    ['https://acme.lightning.force.com/lightning/page/home', 'https://acme.my.salesforce.com'],
    ['https://acme--uat.sandbox.lightning.force.com', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['https://acme--uat.lightning.force.com', 'https://acme--uat.my.salesforce.com'],
    ['https://acme-dev-ed.develop.lightning.force.com', 'https://acme-dev-ed.develop.my.salesforce.com'],
    ['https://acme.my.salesforce-setup.com', 'https://acme.my.salesforce.com'],
    ['https://acme--uat.sandbox.my.salesforce-setup.com', 'https://acme--uat.sandbox.my.salesforce.com'],
    ['https://agency.lightning.crmforce.mil', 'https://agency.my.salesforce.mil'],
    ['https://acme.lightning.sfcrmapps.cn', 'https://acme.my.sfcrmproducts.cn'],
    ['https://acme.my-lightning.com', 'https://acme.my-salesforce.com'],
    ['https://acme.my.salesforce.com/x', 'https://acme.my.salesforce.com'],
  ]) {
    it(`knows the My Domain behind ${page}`, () => {
      expect(myDomainBehind(page)).to.equal(domain);
    });
  }

  for (const url of [
    'https://na139.salesforce.com',
    'https://login.salesforce.com',
    'https://lightning.force.com',
    'https://acme.lightning.force.com.evil.example',
    'acme',
  ]) {
    it(`knows no My Domain behind ${url}`, () => {
      expect(myDomainBehind(url)).to.equal(undefined);
    });
  }

  it('takes for production what has neither partition nor sandbox in its name', () => {
    for (const origin of [
      'https://acme.my.salesforce.com',
      'https://acme-corp.my.salesforce.com',
      'https://agency.my.salesforce.mil',
      'https://acme.my.sfcrmproducts.cn',
    ])
      expect(looksLikeProduction(origin), origin).to.equal(true);
    for (const origin of [
      'https://acme--uat.sandbox.my.salesforce.com',
      'https://acme--uat.my.salesforce.com',
      'https://acme--uat.cs42.my.salesforce.com',
      'https://acme-dev-ed.my.salesforce.com',
      'https://acme-dev-ed.develop.my.salesforce.com',
      'https://dream-1.scratch.my.salesforce.com',
      'https://acme.trailblaze.my.salesforce.com',
      'https://agency--uat.sandbox.my.salesforce.mil',
      'http://localhost:8080',
      '',
    ])
      expect(looksLikeProduction(origin), origin).to.equal(false);
  });

  it("takes an org's own namespace from a name, and no other", () => {
    expect(withoutNamespace('ns__acme', 'ns')).to.equal('acme');
    expect(withoutNamespace('NS__acme', 'ns')).to.equal('acme');
    expect(withoutNamespace('other__acme', 'ns')).to.equal('other__acme');
    expect(withoutNamespace('ns__acme', undefined)).to.equal('ns__acme');
    expect(withoutNamespace('acme', 'ns')).to.equal('acme');
  });

  it('gives the origin of an address, and none of what is none', () => {
    expect(originOf('https://acme.my.salesforce.com/services/oauth2/token')).to.equal(
      'https://acme.my.salesforce.com'
    );
    expect(originOf('acme')).to.equal(undefined);
    expect(originOf(undefined)).to.equal(undefined);
    for (const url of ['mailto:ann@acme.example', 'javascript:alert(1)', 'acme:x'])
      expect(originOf(url)).to.equal(undefined);
  });

  for (const name of ['a', 'Acme', 'Acme_2', 'a_b_c', 'A1', 'a'.repeat(80)]) {
    it(`takes ${name} as API name`, () => {
      expect(isLegalName(name)).to.equal(true);
    });
  }

  for (const name of ['', '1a', '_a', 'a_', 'a__b', 'a-b', 'a b', 'ä', 'a\n', 'a.b', 'a'.repeat(81)]) {
    it(`refuses ${JSON.stringify(name)} as API name`, () => {
      expect(isLegalName(name)).to.equal(false);
    });
  }

  it('leaves room for suffixes in the longest names of a link and of an app', () => {
    const names = Object.values(newAppNames('a'.repeat(longestAppName)));
    expect(Math.max(...names.map(({ length }) => length))).to.be.at.most(longestName);
    expect(readOnlyName('a'.repeat(longestLinkName))).to.have.lengthOf(longestName);
  });

  it('keeps quotes, ampersands, umlauts and emoji in a label', () => {
    const text = `Müller & Söhne "Ost" <b>'s 😀`;
    expect(asLabel(text)).to.equal(text);
  });

  it('takes out of a label what XML cannot carry', () => {
    expect(asLabel('a\u0000b\u001b[31mc\uFFFEd\uFFFFe\nf')).to.equal('a b [31mc d e f');
    expect(asLabel('a\uD83Db')).to.equal('a b');
    expect(asLabel('a\uDE00b')).to.equal('a b');
    expect(asLabel('  a\t')).to.equal('a');
  });

  it('cuts a label without cutting a character in half', () => {
    expect(asLabel(`${'a'.repeat(63)}😀`)).to.equal('a'.repeat(63));
    expect(asLabel(`${'a'.repeat(62)}😀b`)).to.equal(`${'a'.repeat(62)}😀`);
    expect(asLabel('a'.repeat(100))).to.have.lengthOf(64);
    expect(asLabel(`${'a'.repeat(63)} b`)).to.equal('a'.repeat(63));
  });

  it('makes one name of a file of whatever an org calls something', () => {
    for (const [name, file] of [
      ['acme_2', 'acme_2'],
      ['../../x', '..%2F..%2Fx'],
      ['/etc/passwd', '%2Fetc%2Fpasswd'],
      ['C:\\x', 'C%3A%5Cx'],
      ['a\u0000b\nc', 'a%00b%0Ac'],
      ['what?*', 'what%3F%2A'],
      ['con', '%63on'],
      ['Aux.x', '%41ux.x'],
      ['COM1', '%43OM1'],
      ['console', 'console'],
    ]) {
      expect(asFileName(name)).to.equal(file);
      expect(decodeURIComponent(file)).to.equal(name);
    }
  });

  it("knows what is private, and what is Salesforce's", () => {
    for (const url of [
      'https://acme.my.salesforce.com/x',
      'https://acme.my.site.com',
      'http://127.0.0.1:80',
      'http://localhost',
    ])
      expect([isPrivate(url), isSalesforce(url)], url).to.deep.equal([true, true]);
    for (const url of [
      'http://acme.my.salesforce.com',
      'ftp://localhost.x',
      'http://127.0.0.1.evil.example',
      'http://127.0.0.1@evil.example',
      '',
    ])
      expect([isPrivate(url), isSalesforce(url)], url).to.deep.equal([false, false]);
    for (const url of [
      'https://salesforce.com.evil.example',
      'https://evilsalesforce.com',
      'https://evil.example/salesforce.com',
    ])
      expect([isPrivate(url), isSalesforce(url)], url).to.deep.equal([true, false]);
  });

  it('names the next certificate by its day in UTC, with a counter where that is taken', () => {
    const now = new Date('2026-11-24T23:59:59Z');
    expect(nextCertificateName(now, [])).to.equal('S2S_20261124');
    expect(nextCertificateName(now, ['Other'])).to.equal('S2S_20261124');
    expect(nextCertificateName(now, ['S2S_20261124'])).to.equal('S2S_20261124_2');
    expect(nextCertificateName(now, ['S2S_20261124_2', 'S2S_20261124'])).to.equal('S2S_20261124_3');
    // The name of one that was deleted is not given again: it would look older than the other.
    expect(nextCertificateName(now, ['s2s_20261124_10', 'S2S_20261124_9'])).to.equal('S2S_20261124_11');
    expect(nextCertificateName(now, ['S2S_20261123_7', 'S2S_20261124_x', 'S2S_202611241'])).to.equal(
      'S2S_20261124'
    );
  });

  it('of an org is made of what a name can hold, whatever stands around it', () => {
    for (const label of ['_-acme', 'acme-_', '-_acme_-'])
      expect(nameOfOrg(`https://${label}.my.salesforce.com`)).to.equal('acme');
    expect(nameOfOrg('https://ac-_me.my.salesforce.com')).to.equal('ac_me');
  });

  it('of a label lose no room to space before them', () => {
    expect(asLabel('   abc', 3)).to.equal('abc');
  });

  it('of a file has no half of a character', () => {
    expect(asFileName('a\uD800b')).to.equal('a_b');
  });

  it('tells what came with a package', () => {
    expect([isPackaged('ns__acme'), isPackaged('my_acme'), isPackaged('acme')]).to.deep.equal([
      true,
      false,
      false,
    ]);
  });
});
