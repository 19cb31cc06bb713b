import { expect } from 'chai';
import { apexText } from '../../src/org/apex.ts';

/** The text that an Apex string literal stands for. Source: Apex Developer Guide, "String" escape sequences. */
const read = (literal: string): string => {
  expect(literal).to.match(/^'(?:[^'\\\p{Cc}\u2028\u2029]|\\['\\]|\\u[0-9a-f]{4})*'$/u);
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code?: string, char?: string) =>
      code ? String.fromCharCode(parseInt(code, 16)) : char!
    );
};

describe('org/apex', () => {
  for (const text of [
    'callout:acme/services/data/v60.0/',
    "'); System.runAs(u); //",
    '\\',
    "\\'",
    'a\nb\r\tc\u0000\u001f\u007f\u0085',
    '\u2028\u2029',
    '{"aud":"https://test.salesforce.com"}',
    'ä😀',
    '',
  ]) {
    it(`writes ${JSON.stringify(text)} as one Apex literal on one line`, () => {
      expect(read(apexText(text))).to.equal(text);
    });
  }
});
