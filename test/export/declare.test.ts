import { expect } from 'chai';
import { declare, type SeenLink } from '../../src/export/declare.ts';
import { makeCertificate } from '../certificates.ts';
import { linkedOrgs, type Orgs, viewOf } from '../linked.ts';
import { ann, hubId, now, service } from '../states.ts';

const ben = { ...ann, id: '005000000000009AAA', username: 'ben@hub.example' };

const declared = (orgs: Orgs, more: Partial<SeenLink> = {}): ReturnType<typeof declare> =>
  declare({ ...viewOf(orgs), spoke: orgs.spoke, spokeName: 'myspoke', ...more }, now);
const plain = { spoke: 'myspoke', serviceUser: service.username };

describe('export/declare', () => {
  it('says what link would not choose by itself, which is little', () => {
    expect(declared(linkedOrgs())).to.deep.equal({ link: plain, isSelfIn: true });
  });

  it('keeps a name, an audience, rights, an app and a relaxation that somebody chose', () => {
    const wishes = {
      audience: 'https://login.salesforce.com',
      credentialAccess: 'read',
      ipRelaxation: 'Bypass',
    } as const;
    expect(declared(linkedOrgs(wishes)).link).to.deep.equal({ ...plain, ...wishes });
    const orgs = linkedOrgs();
    orgs.hub.credentials[0].name = 'other';
    orgs.spoke.app!.names = { ...orgs.spoke.app!.names, app: 'Integration' };
    expect(declared(orgs).link).to.deep.equal({ ...plain, name: 'other', appName: 'Integration' });
    orgs.spoke.app!.names.kind = 'connected-app' as never;
    expect(declared(orgs).link).to.include({ app: 'connected-app' });
    const enforced = linkedOrgs({ ipRelaxation: 'Enforce' });
    expect(declared(enforced).link).to.deep.equal(plain);
  });

  it('leaves out the counter of a rotation where the app is found by its key', () => {
    const orgs = linkedOrgs();
    orgs.spoke.app!.names = { ...orgs.spoke.app!.names, app: 'HUB_dev_ed_12' };
    expect(declared(orgs).link).to.deep.equal(plain);
    orgs.spoke.app!.names = { ...orgs.spoke.app!.names, app: 'hub_dev_ed_2_x' };
    expect(declared(orgs).link).to.include({ appName: 'hub_dev_ed_2_x' });
    orgs.spoke.app!.names = { ...orgs.spoke.app!.names, app: 'hub_dev_ed_2' };
    orgs.hub.credentials[0].claims.iss = 'another.key';
    expect(declared(orgs).link).to.include({ appName: 'hub_dev_ed_2' });
  });

  it("does not say what somebody else's app was set to by its owner, or of an app that is not there", () => {
    const orgs = linkedOrgs({ ipRelaxation: 'Bypass' });
    const { app } = orgs.spoke;
    app!.component = { ...app!.component, body: { ...app!.component.body, description: 'by hand' } };
    expect(declared(orgs).link).to.deep.equal(plain);
    delete orgs.spoke.app;
    expect(declared(orgs).link).to.deep.equal(plain);
  });

  it('names a certificate that somebody chose and that can be used, and none of its own', () => {
    const certificateOf = (certificate: SeenLink['certificate']): unknown =>
      declared(linkedOrgs(), { certificate }).link.certificate;
    expect(certificateOf(makeCertificate('Company'))).to.equal('Company');
    expect(certificateOf(makeCertificate('Company', { to: -1 }))).to.equal(undefined);
    expect(certificateOf(makeCertificate('S2S_20261101'))).to.equal(undefined);
    expect(certificateOf(undefined)).to.equal(undefined);
  });

  it('names those who hold all that they would be given, but not whoever is logged in', () => {
    const orgs = linkedOrgs();
    const calloutUsers = ['ANN@hub.example', ben.username, 'Callers', 'Nobody'];
    const group = {
      id: '0PG1',
      name: 'Callers',
      status: 'Updated',
      needsSession: false,
      size: 1,
      isLimited: false,
    };
    orgs.link.users = new Map([
      [ann.username, ann],
      [ben.username, ben],
    ]);
    orgs.link.groups = new Map([['Callers', group]]);
    expect(declared(orgs, { calloutUsers }).link).to.deep.equal(plain);
    orgs.link.assigned = [{ permissionSet: 'acme', userId: ben.id, id: 'a' }];
    orgs.link.joined = [{ permissionSet: 'acme', groupId: group.id, id: 'j' }];
    expect(declared(orgs, { calloutUsers })).to.deep.equal({
      link: { ...plain, assignTo: [ben.username, 'Callers'] },
      isSelfIn: false,
    });
  });

  it('says what has to be allowed: an org that calls itself, a sandbox that calls production', () => {
    const self = linkedOrgs();
    self.spoke.org = { ...self.spoke.org, id: hubId.slice(0, 15) };
    expect(declared(self).link).to.include({ allowSelf: true });
    const down = linkedOrgs();
    const both = (isSandbox: boolean, isProduction: boolean): unknown => {
      down.hub.org = { ...down.hub.org, isSandbox };
      down.spoke.org = { ...down.spoke.org, isProduction };
      return declared(down).link.allowProduction;
    };
    expect([both(true, true), both(true, false), both(false, true)]).to.deep.equal([
      true,
      undefined,
      undefined,
    ]);
  });

  it('says nothing of a user or an audience that a credential does not name', () => {
    const orgs = linkedOrgs();
    orgs.hub.credentials[0].claims = { iss: orgs.hub.credentials[0].claims.iss };
    expect(declared(orgs).link).to.deep.equal({ spoke: 'myspoke' });
  });
});
