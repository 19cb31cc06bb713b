import { expect } from 'chai';
import { claimValue } from '../../simulator/callout/formula.ts';

describe('The value of a claim', () => {
  const at = 1_700_000_000_999;
  for (const [value, expected] of [
    ['{!Text(FLOOR((NOW() - DATETIMEVALUE( "1970-01-01 00:00:00" )) * 86400 + 180))}', 1_700_000_180],
    ['{!Text(FLOOR((NOW() - DATETIMEVALUE("1970-01-01 00:00:00")) * 86400))}', 1_700_000_000],
    ['"https://test.salesforce.com"', 'https://test.salesforce.com'],
    ['3MVG9.key', '3MVG9.key'],
    ['12e4', '12e4'],
    ['"unfinished', '"unfinished'],
    ['1700000180', 1_700_000_180],
  ]) {
    it(`of ${value} is ${expected}`, () => {
      expect(claimValue(String(value), at)).to.equal(expected);
    });
  }

  it('of another formula is not simulated', () => {
    expect(() => claimValue('{!$User.Username}', at)).to.throw('not simulated: formula {!$User.Username}');
  });
});
