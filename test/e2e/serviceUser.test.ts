import { expect } from 'chai';
import { rows } from '../../simulator/tables.ts';
import { changesSince, link, type Pair, thrownBy, unwell, withPair } from './pair.ts';

const username = 'hub@acme.example';
const wanted = { createServiceUser: username };

const userOf = ({ spoke }: Pair, name = username) =>
  rows(spoke.org, 'User').find(({ Username }) => Username === name);

describe('link with a service user of its own', () => {
  it('makes it', async () => {
    await withPair({}, async (pair) => {
      const outcome = await link(pair, wanted);
      expect(outcome.result.links[0].checks.filter(({status})=>status!=='passed')).to.deep.equal([]);
      console.log(outcome.result.links[0].steps);
      console.log(userOf(pair));
    });
  });
});
