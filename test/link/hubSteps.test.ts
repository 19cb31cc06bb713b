import { expect } from 'chai';
import type { Step } from '../../src/link/step.ts';
import type { Body, Component } from '../../src/metadata/component.ts';
import { marker, withRetiring } from '../../src/metadata/marker.ts';
import { isRefreshing, refreshing } from '../../src/metadata/signing.ts';
import { readCredential } from '../../src/observe/credential.ts';
import { linkedOrgs, type Orgs, planFor } from '../linked.ts';
import { hubId, otherSpokeId } from '../states.ts';

const stepOf = (orgs: Orgs, type: Step['type'], asked: Parameters<typeof planFor>[1] = {}): Step =>
  planFor(orgs, asked).steps.find((step) => step.org === 'hub' && step.type === type)!;

/** The same orgs, whose external credential is another one. */
const withCredential = (orgs: Orgs, change: (component: Component) => Component): Orgs => {
  const { hub } = orgs;
  const component = change(hub.externalCredentials[0]);
  const credential = readCredential(component, hub.namedCredentials)!;
  return { ...orgs, hub: { ...hub, externalCredentials: [component], credentials: [credential] } };
};
const withBody =
  (more: Body) =>
  (component: Component): Component => ({ ...component, body: { ...component.body, ...more } });
const atVersion = (orgs: Orgs, apiVersion: number): Orgs => ({
  ...orgs,
  hub: { ...orgs.hub, org: { ...orgs.hub.org, apiVersion } },
});

describe('link/hubSteps: the token that the hub holds', () => {
  const isReplaced = (orgs: Orgs, asked = {}): boolean =>
    isRefreshing(stepOf(orgs, 'ExternalCredential', asked).component!);

  it("is replaced where another user's is wanted, as soon as the hub's version can", () => {
    const other = { serviceUser: 'other@spoke.example' };
    expect(isReplaced(linkedOrgs(), other)).to.equal(true);
    expect([60, 61].map((version) => isReplaced(atVersion(linkedOrgs(), version), other))).to.deep.equal([
      false,
      true,
    ]);
    // With another change beside it, and where that alone is none.
    expect(isReplaced(linkedOrgs(), { ...other, audience: 'https://login.salesforce.com' })).to.equal(true);
    expect(isReplaced(linkedOrgs(), { audience: 'https://login.salesforce.com' })).to.equal(false);
    expect(isReplaced(linkedOrgs())).to.equal(false);
  });

  it('is replaced by the next run where one was stopped before, but not in the middle of a rotation', () => {
    const stopped = withCredential(linkedOrgs(), refreshing);
    expect(stepOf(stopped, 'ExternalCredential')).to.deep.include({ action: 'update', changes: ['token'] });
    const rotating = withCredential(stopped, (component) => {
      const retiring = { since: '2026-11-01T00:00:00.000Z', app: 'hub_dev_ed' };
      return withBody({ description: withRetiring(component.body.description, retiring) })(component);
    });
    expect(stepOf(rotating, 'ExternalCredential')).to.deep.include({ action: 'unchanged', changes: [] });
  });
});

describe('link/hubSteps: a named credential that has no description yet', () => {
  const undescribed = (orgs: Orgs): Orgs => {
    delete orgs.hub.namedCredentials[0].body.description;
    return orgs;
  };
  const descriptionOf = (orgs: Orgs): unknown => stepOf(orgs, 'NamedCredential').component?.body.description;

  it('is what we made where the external credential is, and gets our line', () => {
    const orgs = undescribed(linkedOrgs());
    expect(stepOf(orgs, 'NamedCredential')).to.deep.include({ action: 'update', changes: ['description'] });
    expect(descriptionOf(orgs)).to.equal(orgs.hub.externalCredentials[0].body.description);
  });

  it('was taken over where the external credential was', () => {
    const orgs = withCredential(undescribed(linkedOrgs()), (component) =>
      withBody({ description: `${String(component.body.description)} (adopted)` })(component)
    );
    expect(descriptionOf(orgs)).to.match(/ \(adopted\)$/);
  });

  it("is somebody else's where it uses another external credential, or one that is not ours", () => {
    const orgs = undescribed(linkedOrgs());
    orgs.hub.namedCredentials[0].body.namedCredentialParameters = [
      { externalCredential: 'other', parameterType: 'Authentication' },
    ];
    expect(stepOf(orgs, 'NamedCredential')).to.include({ action: 'conflict', reason: 'foreign' });
    const theirs = withCredential(undescribed(linkedOrgs()), withBody({ description: 'by hand' }));
    expect(stepOf(theirs, 'ExternalCredential')).to.include({ action: 'conflict', reason: 'foreign' });
    expect(stepOf(theirs, 'NamedCredential')).to.include({ action: 'conflict', reason: 'foreign' });
  });
});

describe('link/hubSteps: names and owners', () => {
  const principalsIn = ({ component }: Step): unknown[] =>
    (component!.body.externalCredentialPrincipalAccesses as Body[]).map(
      (one) => one.externalCredentialPrincipal
    );

  it('calls a principal with the namespace of the hub, unless the hub itself does not', () => {
    const orgs = linkedOrgs();
    orgs.hub.org = { ...orgs.hub.org, namespace: 'ns' };
    expect(stepOf(orgs, 'PermissionSet').action).to.equal('unchanged');
    expect(principalsIn(stepOf(orgs, 'PermissionSet'))).to.deep.equal(['acme-NamedPrincipal']);
    const added = { enabled: 'true', externalCredentialPrincipal: 'other-Main' };
    const accesses = orgs.link.permissionSet!.body.externalCredentialPrincipalAccesses as Body[];
    orgs.link.permissionSet!.body.externalCredentialPrincipalAccesses = [...accesses, added];
    expect(stepOf(orgs, 'PermissionSet').action).to.equal('unchanged');
    orgs.link.permissionSet!.body.externalCredentialPrincipalAccesses = [added];
    expect(principalsIn(stepOf(orgs, 'PermissionSet'))).to.deep.equal([
      'other-Main',
      'ns__acme-NamedPrincipal',
    ]);
  });

  it('takes a spoke of the same My Domain for the same, whatever its id, and any other for another', () => {
    const description = marker(hubId, otherSpokeId);
    const refreshed = withCredential(linkedOrgs(), withBody({ description }));
    expect(stepOf(refreshed, 'ExternalCredential')).to.deep.include({
      action: 'update',
      changes: ['description'],
    });
    const elsewhere = linkedOrgs();
    elsewhere.spoke.org = { ...elsewhere.spoke.org, id: otherSpokeId, url: 'https://acme.my.salesforce.com' };
    expect(stepOf(elsewhere, 'ExternalCredential')).to.include({
      org: 'hub',
      action: 'conflict',
      reason: 'otherSpoke',
    });
  });

  it('leaves an external credential alone that is of another kind', () => {
    const orgs = linkedOrgs();
    orgs.hub.credentials = [];
    const step = stepOf(orgs, 'ExternalCredential', { name: 'acme' });
    expect(step).to.deep.include({
      org: 'hub',
      name: 'acme',
      action: 'conflict',
      changes: [],
      reason: 'otherKind',
    });
  });
});
