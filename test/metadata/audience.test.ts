import { expect } from 'chai';
import { audiences, isAudience, isSite, readAudience } from '../../src/metadata/audience.ts';
import { isFormula } from '../../src/metadata/formula.ts';

const url = 'https://acme.my.salesforce.com';

describe('metadata/audience', () => {
  it('is the login host of the kind of org first, and the My Domain where another cloud has none', () => {
    expect(audiences({ isSandbox: false, url })).to.deep.equal(['https://login.salesforce.com', url]);
    expect(audiences({ isSandbox: true, url })).to.deep.equal(['https://test.salesforce.com', url]);
    const china = 'https://acme.my.sfcrmproducts.cn';
    expect(audiences({ isSandbox: false, url: china })[0]).to.equal(china);
  });

  it('is an https address or the origin of an org, and no formula', () => {
    for (const text of [url, 'https://login.salesforce.com', 'http://localhost:6101'])
      expect(isAudience(text), text).to.equal(true);
    for (const text of [
      '',
      'http://x.example',
      `aud ${url}`,
      'https://a b',
      '{!$User.Username}',
      'https://{!x}',
    ])
      expect(isAudience(text), text).to.equal(false);
  });

  it('may be an Experience Cloud site', () => {
    for (const site of ['https://acme.my.site.com', 'https://acme.my.site.com/x', 'https://acme.force.com/x'])
      expect(isSite(site), site).to.equal(true);
    for (const other of [url, 'https://my.site.com.evil.example', 'x https://acme.my.site.com'])
      expect(isSite(other), other).to.equal(false);
  });

  it('is read from a claim, which is JSON', () => {
    expect(readAudience(JSON.stringify(url))).to.equal(url);
    for (const claim of [undefined, '', url, '7', '["x"]', '{!x}'])
      expect(readAudience(claim)).to.equal(undefined);
    expect(isFormula(undefined)).to.equal(false);
  });
});
