import { expect } from 'chai';
import { updateRecord } from '../../simulator/data/records.ts';
import { type Pair, startPair } from './pair.ts';
import { compile, type Ended, filesBelow, runPlugin, secretForms } from './spawned.ts';

const home = (): string => String(process.env.HOME);

describe('what the plugin prints, logs at trace level and writes', () => {
  let pair: Pair;
  const texts: string[] = [];
  const run = async (...words: string[]): Promise<Ended> => {
    const { hub, spoke } = pair;
    const ended = await runPlugin({}, 's2s', ...words, '--hub', hub.org.alias, '--spoke', spoke.org.alias);
    texts.push(ended.stdout, ended.stderr);
    return ended;
  };

  before(async () => {
    compile();
    pair = await startPair();
    const service = pair.spoke.addUser({ username: 'service@spoke.example' });
    expect(await run('link', '--service-user', 'service@spoke.example')).to.include({ code: 0 });
    expect(await run('link', '--json')).to.include({ code: 0 });
    const { org } = pair.spoke;
    updateRecord({ org, userId: org.adminId, api: 'data' }, 'User', service.Id, { IsActive: false });
    expect(await run('verify')).to.include({ code: 1 });
  });
  after(() => pair.close());

  it('holds no token that either org has given out', () => {
    const { hub, spoke } = pair;
    const tokens = [...hub.org.sessions.keys(), ...spoke.org.sessions.keys()];
    expect([...hub.org.calloutTokens.values()]).to.satisfy((all: string[]) =>
      all.every((one) => tokens.includes(one))
    );
    expect(tokens).to.have.length.above(2);
    const files = filesBelow(home());
    const logs = files.filter(({ path }) => path.endsWith('.log'));
    // Without the requests in them they would prove nothing.
    expect(logs.some(({ content }) => content.includes('/tooling/executeAnonymous'))).to.equal(true);
    for (const token of tokens) {
      const [, secret] = token.split('!');
      for (const text of texts) expect(text).to.not.include(secret);
      for (const { path, content } of files) expect(content.includes(secret), path).to.equal(false);
    }
  });

  for (const form of secretForms) {
    it(`holds nothing like ${form.source}`, () => {
      for (const text of texts) expect(text).to.not.match(form);
      for (const { path, content } of filesBelow(home())) expect(form.test(content), path).to.equal(false);
    });
  }
});
