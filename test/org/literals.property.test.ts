import { expect } from 'chai';
import fc from 'fast-check';
import { createOrg } from '../../simulator/create.ts';
import { query } from '../../simulator/data/soql.ts';
import { addUser } from '../../simulator/users.ts';
import { apexText, handBack } from '../../src/org/apex.ts';
import { soqlList, soqlText } from '../../src/org/query.ts';
import { alwaysInOrgs, always, anyText } from '../property.ts';
import { run } from '../simulator/apex-fixtures.ts';

const org = createOrg();
const user = addUser(org, { username: 'ann@hub.example', lastName: 'Ann' });

/** The SOQL parser of the simulator takes line separators for the end of a text. */
const anyWord = anyText.map((text) => text.replace(/[\u2028\u2029]/g, ''));

/** Names that a condition selects, of users who are called like this. */
const selected = (name: string, condition: string): unknown[] => {
  user.LastName = name;
  const context = { org, userId: org.adminId, api: 'data', apiVersion: '66.0' } as const;
  return query(context, `SELECT LastName FROM User WHERE ${condition}`).records.map(
    ({ LastName }) => LastName
  );
};

describe('any text', () => {
  it('is the same once Apex has taken it and given it back', () =>
    alwaysInOrgs(
      fc.asyncProperty(anyText, async (text) => {
        const script = handBack(apexText(text));
        // It travels in a URL.
        const { exceptionMessage } = await run(decodeURIComponent(encodeURIComponent(script)));
        expect(exceptionMessage?.split('s2s:').slice(1).join('s2s:')).to.equal(text);
      }),
      { examples: 200 }
    ));

  it('is found by SOQL as it is, and finds nothing else', () => {
    always(
      fc.property(anyWord, anyWord, (text, other) => {
        fc.pre(text !== '' && text.toLowerCase() !== other.toLowerCase());
        expect(selected(text, `LastName = ${soqlText(text)}`)).to.deep.equal([text]);
        expect(selected(text, `LastName IN ${soqlList([other, text])}`)).to.deep.equal([text]);
        expect(selected(text, `LastName = ${soqlText(other)}`)).to.deep.equal([]);
      }),
      200
    );
  });
});
