import { expect } from 'chai';
import { readOptions } from '../../live/options.ts';

const orgs = { S2S_LIVE_HUB: 'myhub', S2S_LIVE_SPOKE: 'myspoke' };

describe('options of a live run', () => {
  it('are two orgs, and no production', () => {
    expect(readOptions(orgs)).to.deep.equal({ hub: 'myhub', spoke: 'myspoke', allowProduction: false });
  });
  it('may allow production', () => {
    expect(readOptions({ ...orgs, S2S_LIVE_ALLOW_PRODUCTION: 'true' }).allowProduction).to.equal(true);
  });
  for (const name of ['S2S_LIVE_HUB', 'S2S_LIVE_SPOKE'])
    it(`are incomplete without ${name}`, () => {
      expect(() => readOptions({ ...orgs, [name]: '' })).to.throw(`${name} is not set`);
    });
  it('do not guess what else is meant', () => {
    expect(() => readOptions({ ...orgs, S2S_LIVE_ALLOW_PRODUCTION: 'yes' })).to.throw(
      'S2S_LIVE_ALLOW_PRODUCTION is "yes"; it can be true or false.'
    );
  });
});
