import { expect } from 'chai';
import { assignPermissionSet } from '../../src/org/assign.ts';
import { preAuthorise } from '../../src/org/preAuthorise.ts';
import { type Pair, startPair, thrownBy } from '../e2e/pair.ts';

describe('what was there a moment ago', () => {
  let pair: Pair;
  before(async () => {
    pair = await startPair();
  });
  after(() => pair.close());

  it('is told to be gone where an app is to be pre-authorised', async () => {
    const names = { kind: 'external-client-app' as const, app: 'Gone', permissionSet: 'Gone_Access' };
    const error = await thrownBy(preAuthorise(pair.ends.spoke, names));
    expect(error.name).to.equal('GoneMeanwhileError');
    expect(error.message).to.contain('Gone').and.contain(pair.spoke.url);
  });

  it('is told to be gone where a permission set is to be assigned', async () => {
    const error = await thrownBy(
      assignPermissionSet(pair.ends.hub, { name: 'Gone' }, [pair.hub.org.adminId])
    );
    expect(error.name).to.equal('GoneMeanwhileError');
  });
});
