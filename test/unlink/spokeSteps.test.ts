import { expect } from 'chai';
import { withRetiring } from '../../src/metadata/marker.ts';
import { planUnlink } from '../../src/unlink/plan.ts';
import {
  asked,
  describedAs,
  find,
  linked,
  type Linked,
  madeUser,
  outline,
  planOf,
  request,
  seen,
  taken,
} from './parts.ts';

describe('unlink/spokeSteps', () => {
  const onSpoke = (is: Linked) => planOf(is).steps.filter(({ org }) => org === 'spoke');
  /** Another credential of the hub, which leads there too. */
  const addLink = (is: Linked, more: { key?: string; description?: string }): void => {
    const { hub } = is.orgs;
    const [component] = hub.externalCredentials;
    const other = {
      ...component,
      fullName: 'other',
      body: { ...component.body, ...(more.description !== undefined && { description: more.description }) },
    };
    hub.externalCredentials.push(other);
    const [credential] = hub.credentials;
    const claims = { ...credential.claims, iss: more.key ?? credential.claims.iss };
    hub.credentials.push({ ...credential, name: 'other', component: other, claims });
  };

  it('keeps an app that another credential of the hub signs for, with its permission set', () => {
    const is = linked();
    addLink(is, { description: 'made by hand' });
    expect(outline(onSpoke(is))).to.deep.equal([
      'spoke ExternalClientApplication hub_dev_ed keep',
      'spoke PermissionSet hub_dev_ed_Access keep',
    ]);
    const reasons = onSpoke(is).map(({ reason }) => reason);
    expect(reasons).to.deep.equal(Array(2).fill('another credential of this hub uses it: other'));
  });

  it('does not keep it for a credential that signs for another app, unless the spoke does not tell its key', () => {
    const is = linked();
    addLink(is, { key: 'another.key', description: 'made by hand' });
    expect(onSpoke(is)[0]).to.include({ action: 'delete' });
    is.app.key = undefined;
    expect(onSpoke(is)[0]).to.include({ action: 'keep' });
  });

  it('keeps an app that the hub may still call with, until the rotation of the other link has ended', () => {
    const is = linked();
    const { description } = is.orgs.hub.externalCredentials[0].body;
    const retiring = withRetiring(description, { since: '2026-11-01T00:00:00.000Z', app: 'HUB_dev_ed' });
    addLink(is, { key: 'another.key', description: retiring });
    const { steps } = planUnlink(seen(is, { name: 'acme', spoke: asked }), request({ name: 'acme' }));
    expect(find(steps, 'ExternalClientApplication')).to.include({
      action: 'keep',
      reason: 'a rotation of other is not finished; rotate or verify deletes it',
    });
  });

  it('gives back an app that it took over, without the permission set that goes, and takes the grant away', () => {
    const is = linked();
    is.app.app = { ...is.app.app, component: describedAs(is.app.app.component, taken) };
    expect(outline(onSpoke(is))).to.deep.equal([
      'spoke ExternalClientApplication hub_dev_ed release',
      'spoke SetupEntityAccess hub_dev_ed_Access: hub_dev_ed delete',
      'spoke PermissionSetAssignment hub_dev_ed_Access: service@spoke.example delete',
      'spoke PermissionSet hub_dev_ed_Access delete',
    ]);
    expect(onSpoke(is)[1].rowId).to.equal('0J01');
    is.app.id = undefined;
    expect(outline(onSpoke(is))).to.have.lengthOf(3);
  });

  it('takes the label of its permission set out of a connected app that it gives back, and no other', () => {
    const is = linked();
    const label = String(is.spokeSet.component.body.label);
    const component = describedAs(
      { type: 'ConnectedApp', fullName: 'Theirs', body: { ...is.app.app.component.body } },
      taken
    );
    const labels = (...permissionSetName: string[]): unknown => {
      is.app.app = {
        names: is.app.app.names,
        component: { ...component, body: { ...component.body, permissionSetName } },
      } as never;
      return find(onSpoke(is), 'ConnectedApp')?.component?.body.permissionSetName;
    };
    expect(labels('Sales', label)).to.deep.equal(['Sales']);
    expect(labels(label)).to.equal(undefined);
  });

  it('says who else may use an app that goes', () => {
    const is = linked();
    is.app.grants = [
      { setId: is.spokeSet.id, name: 'ours' },
      { setId: '0PS000000000009AAA', name: 'Sales' },
    ];
    expect(onSpoke(is)[0]).to.deep.include({ action: 'delete', changes: ['SetupEntityAccess Sales'] });
  });

  it("leaves somebody else's app alone, and says whose it is", () => {
    const is = linked();
    const used = (description: string): unknown => {
      const parts = seen(is);
      const usedApp = describedAs({ ...is.app.app.component, fullName: 'Theirs' }, () => description);
      const plan = planUnlink({ ...parts, spokeParts: { ...parts.spokeParts, usedApp } }, request());
      return plan.steps.at(-1);
    };
    expect(used('by hand')).to.deep.include({
      name: 'Theirs',
      action: 'keep',
      reason: 'somebody else made it',
    });
    expect(used(String(is.app.app.component.body.description))).to.deep.include({
      reason: 'it belongs to another hub org',
    });
  });
});

describe('unlink/userSteps: users that link made', () => {
  const user = madeUser({
    assignments: [
      { id: '0Pa2', name: 'gone', permissionSet: undefined },
      { id: '0Pa3', name: 'more', permissionSet: undefined },
    ],
    licenses: [{ id: '2LA1', name: 'licence' }],
  });
  const ofUser = (is: Linked) =>
    planOf(is).steps.filter(({ name }) => ['gone', 'more', 'licence', user.username].includes(name));

  it('are deactivated, and lose what does not go along anyway', () => {
    const is = { ...linked(), users: [user] };
    expect(outline(ofUser(is))).to.deep.equal([
      'spoke PermissionSetAssignment more delete',
      'spoke PermissionSetLicenseAssign licence delete',
      'spoke User made@spoke.example deactivate',
    ]);
    expect(ofUser(is).at(-1)).to.deep.include({ rowId: user.id, changes: ['IsActive'] });
  });

  it('keep what they have when something else may call as them, and are not told of when they are inactive', () => {
    const is = { ...linked(), users: [{ ...user, appIds: ['0xI000000000009AAA'] }] };
    expect(ofUser(is).map(({ action, reason }) => [action, reason])).to.deep.equal([
      ['keep', 'it is let into another app too, so something else may call as this user'],
    ]);
    is.users[0].isActive = false;
    expect(ofUser(is)).to.deep.equal([]);
  });

  it('that are inactive already only lose what they hold', () => {
    const is = { ...linked(), users: [{ ...user, isActive: false }] };
    expect(ofUser(is).map(({ action }) => action)).to.deep.equal(['delete', 'delete']);
  });
});
