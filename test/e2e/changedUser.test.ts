import { expect } from 'chai';
import { link, type Pair, unwell, verify, withPair } from './pair.ts';
import { allowTokenInBody, callBothWays, callingThroughout, nameOfLink } from './rotation.ts';

const rowsOf = (pair: Pair): string =>
  JSON.stringify(pair.hub.org.components.get(`ExternalCredential:${nameOfLink(pair)}`)?.body);

describe('link with another service user', () => {
  it('makes the hub call as that user at once, and no callout fails meanwhile', () =>
    withPair({}, async (pair) => {
      const users = ['one@spoke.example', 'two@spoke.example'];
      for (const username of users) pair.spoke.addUser({ username, profile: 'System Administrator' });
      await link(pair, { serviceUser: users[0] });
      allowTokenInBody(pair);
      await callBothWays(pair);
      const { problems } = await callingThroughout(pair, link(pair, { serviceUser: users[1] }));
      expect(problems).to.deep.equal([]);
      const checks = Object.values(await verify(pair));
      expect(unwell(checks).filter(({ status }) => status === 'failed')).to.deep.equal([]);
      expect(rowsOf(pair)).to.include(users[1]).and.not.to.include('AdditionalRefreshStatusCode');
      expect((await link(pair)).result.links[0].changed).to.equal(false);
    }));

  it('is told by verify, until it is taken away, that the former user is still let in', () =>
    withPair({}, async (pair) => {
      const users = ['one@spoke.example', 'two@spoke.example'];
      for (const username of users) pair.spoke.addUser({ username, profile: 'System Administrator' });
      await link(pair, { serviceUser: users[0] });
      expect((await verify(pair))['pre-authorisation'].findings).to.not.include('othersPreAuthorised');
      const { warnings } = await link(pair, { serviceUser: users[1] });
      expect(warnings.join()).to.not.include('was the service user before');
      const told = (await verify(pair))['pre-authorisation'];
      expect(told.findings).to.include('othersPreAuthorised');
      expect(told.message).to.include(users[0]);
      const [, id] = /--sobject PermissionSetAssignment --record-id (\w+)/.exec(told.actions.join('\n'))!;
      await pair.ends.spoke.sobject('PermissionSetAssignment').destroy(id);
      expect((await verify(pair))['pre-authorisation'].findings).to.not.include('othersPreAuthorised');
      await link(pair, { serviceUser: users[0], name: 'second' });
      expect((await verify(pair))['pre-authorisation'].findings).to.not.include('othersPreAuthorised');
    }));

  it('is finished by the next run where it was stopped before the hub had a new token', () =>
    withPair({}, async (pair) => {
      const users = ['one@spoke.example', 'two@spoke.example'];
      for (const username of users) pair.spoke.addUser({ username, profile: 'System Administrator' });
      await link(pair, { serviceUser: users[0] });
      pair.hub.fault({ path: /executeAnonymous/, kind: 'refuse' });
      await link(pair, { serviceUser: users[1] }).catch(() => undefined);
      pair.hub.org.faults.length = 0;
      expect((await verify(pair)).credential.findings).to.include('refreshing');
      const { result } = await link(pair);
      expect(result.links[0].checks.filter(({ status }) => status === 'failed')).to.deep.equal([]);
      expect(rowsOf(pair)).not.to.include('AdditionalRefreshStatusCode');
    }));
});
