import { expect } from 'chai';
import { unsaid, warningsFor } from '../../src/link/warnings.ts';
import { makeCertificate } from '../certificates.ts';
import { freshOrgs, linkedOrgs, type Orgs, planFor } from '../linked.ts';
import { ann, linkWith, request, service } from '../states.ts';

type Asked = Parameters<typeof planFor>[1];

/** What a run that is asked for something warns of, and which findings say the same. */
const warned = (
  orgs: Orgs,
  asked: Asked = {},
  serviceUser = 'other@spoke.example'
): ReturnType<typeof warningsFor> =>
  warningsFor({ ...orgs, serviceUser }, request(asked), planFor(orgs, asked));
const texts = (...args: Parameters<typeof warned>): string[] => warned(...args).map(({ text }) => text);

describe('link/warnings', () => {
  it('are none for a link that is as it should be', () => {
    expect(warned(linkedOrgs())).to.deep.equal([]);
    expect(warned(freshOrgs())).to.deep.equal([]);
  });

  it('say that the service user is whoever is logged in, unless that was asked for', () => {
    const [{ text, saidBy }, ...more] = warned(freshOrgs(), {}, service.username);
    expect(text).to.match(/^The hub will call as service@spoke.example, the user you are logged in with/);
    expect(saidBy).to.deep.equal(['serviceUserIsAdmin', 'serviceUserNotApiOnly']);
    expect(more).to.deep.equal([]);
    expect(warned(freshOrgs(), { serviceUser: service.username }, service.username)).to.deep.equal([]);
  });

  it('name the user as whom the hub called before, who still holds the permission set', () => {
    const [{ text, saidBy }] = warned(linkedOrgs(), { serviceUser: 'other@spoke.example' });
    expect(text).to.equal(
      'service@spoke.example was the service user before, and still holds permission set hub_dev_ed_Access on myspoke. Take it away there: Setup > Permission Sets > hub_dev_ed_Access > Manage Assignments.'
    );
    expect(saidBy).to.deep.equal(['othersPreAuthorised']);
    const orgs = linkedOrgs();
    delete orgs.hub.credentials[0].claims.sub;
    expect(warned(orgs, { serviceUser: 'other@spoke.example' })).to.deep.equal([]);
  });

  it('tell that another app than the one that was asked for is still there', () => {
    const orgs = linkedOrgs();
    orgs.hub.credentials[0].claims.iss = 'key of another app';
    const [text, ...more] = texts(orgs, { appName: 'hub_dev_ed' });
    expect(text).to.match(/^The link acme had another app on myspoke than hub_dev_ed so far/);
    expect(more).to.deep.equal([]);
    expect(texts(linkedOrgs(), { appName: 'hub_dev_ed' })).to.deep.equal([]);
    expect(texts(orgs)).to.deep.equal([]);
  });

  it('name those who get less because of their licence, once they get it', () => {
    const [one, two] = ['One', 'Two'].map((name) => ({
      ...ann,
      id: name,
      username: `${name}@x.example`,
      name,
      userType: 'Guest',
    }));
    const users = new Map([
      [ann.username, ann],
      [one.username, one],
      [two.username, two],
    ]);
    const orgs = { ...freshOrgs(), link: linkWith({ users }) };
    const [{ text, saidBy }] = warned(orgs, { assignTo: [one.username, two.username] });
    expect(text).to.match(
      /^The licence of One, Two can't hold Modify All.* permission set acme_Read with Read/
    );
    expect(saidBy).to.deep.equal(['readOnlyLicence']);
    orgs.link.assigned = [one, two].map(({ id }) => ({ permissionSet: 'acme_Read', userId: id, id }));
    expect(warned(orgs, { assignTo: [one.username, two.username] })).to.deep.equal([]);
  });

  it('say that another certificate is a moment without, and what does it without one', () => {
    const withOther = (): Orgs => {
      const orgs = linkedOrgs();
      orgs.hub.certificates = [...orgs.hub.certificates, makeCertificate('Company')];
      return orgs;
    };
    expect(texts(withOther(), { certificate: 'Company' })).to.deep.equal([
      "The app on myspoke and the credential on myhub can't get another certificate at one time: in between myspoke refuses to grant new tokens, and callouts can fail. Without such a moment: sf s2s rotate --hub myhub --spoke myspoke --certificate Company",
    ]);
    expect(warned(withOther())).to.deep.equal([]);
    const same = linkedOrgs();
    expect(warned(same, { certificate: same.hub.certificates[0].name })).to.deep.equal([]);
    const otherApp = withOther();
    otherApp.hub.credentials[0].claims.iss = 'other.key';
    expect(texts(otherApp, { certificate: 'Company' }).join()).to.not.contain('at one time');
  });

  it('are left out where verify has said the same', () => {
    const warnings = [
      { text: 'one', saidBy: ['a', 'b'] },
      { text: 'two', saidBy: [] },
    ];
    const verdict = (...findings: string[]) => ({ checks: [{ findings: [] }, { findings }] }) as never;
    expect(unsaid(warnings, verdict('b', 'c'))).to.deep.equal(['two']);
    expect(unsaid(warnings, verdict('c'))).to.deep.equal(['one', 'two']);
    expect(unsaid(warnings, undefined)).to.deep.equal(['one', 'two']);
  });
});
