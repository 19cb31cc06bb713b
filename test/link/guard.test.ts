import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import { choose } from '../../src/link/choose.ts';
import { guardCertificate, guardConflicts, guardProduction, guardRequest } from '../../src/link/guard.ts';
import { guardCalloutUsers, guardServiceUser } from '../../src/link/guardUsers.ts';
import type { Obstacle, Step } from '../../src/link/step.ts';
import { makeCertificate } from '../certificates.ts';
import { linkedOrgs, type Orgs, planFor } from '../linked.ts';
import { refusal } from '../refusal.ts';
import { ann, hubId, hubOrg, now, request, service, spokeId, spokeOrg, spokeUrl } from '../states.ts';

const login = (orgId: string, instanceUrl: string, version = '66.0'): Connection =>
  ({
    instanceUrl,
    getAuthInfoFields: () => ({ orgId }),
    getApiVersion: () => version,
  }) as unknown as Connection;
const hub = login(hubId, hubOrg.url);
const spoke = login(spokeId, spokeUrl);

describe('link/guard: the request', () => {
  const refused = (asked = {}, from = hub, to = spoke) =>
    refusal(() => {
      guardRequest(from, to, request(asked));
    });

  it('is let through where nothing is wrong', () => {
    expect(refused({ name: 'acme', appName: 'hub', audience: 'https://test.salesforce.com' })).to.equal(
      undefined
    );
    expect(refused({}, hub, login(spokeId, 'http://localhost:8081'))).to.equal(undefined);
  });

  it('may name one org twice only with --allow-self', () => {
    const self = login(hubId, hubOrg.url);
    expect(refused({}, hub, self)?.name).to.equal('SameOrgError');
    expect(refused({ allowSelf: true }, hub, self)).to.equal(undefined);
  });

  for (const [asked, flag] of [
    [{ name: 'a-b' }, '--name'],
    [{ name: 'a'.repeat(76) }, '--name'],
    [{ name: '' }, '--name'],
    [{ appName: 'a'.repeat(71) }, '--app-name'],
    [{ certificate: 'my certificate' }, '--certificate'],
  ] as const) {
    it(`may not hold a name that Salesforce refuses: ${JSON.stringify(asked)}`, () => {
      const error = refused(asked);
      expect(error?.name).to.equal('IllegalNameError');
      expect(error?.message).to.contain(flag);
    });
  }

  it('may not hold an audience that is no URL', () => {
    for (const audience of [
      'login.salesforce.com',
      'http://x.example',
      '"https://x.example" x',
      'https://',
    ]) {
      expect(refused({ audience })?.name).to.equal('IllegalAudienceError');
    }
  });

  it('needs the My Domain of the spoke', () => {
    const error = refused({}, hub, login(spokeId, 'https://na1.salesforce.com'));
    expect(error?.name).to.equal('NoMyDomainError');
    expect(error?.message).to.contain('https://na1.salesforce.com');
  });

  it('needs API version 60 at both ends', () => {
    expect(refused({}, hub, login(spokeId, spokeUrl, '59.0'))?.message).to.match(/59\.0.*myspoke/);
    expect(refused({}, login(hubId, hubOrg.url, '59.0'))?.message).to.match(/59\.0.*myhub/);
    expect(refused({}, hub, login(spokeId, spokeUrl, '60.0'))).to.equal(undefined);
  });
});

describe('link/guard: a sandbox and production', () => {
  const refused = (isSandbox: boolean, isProduction: boolean, allowProduction = false) =>
    refusal(() => {
      guardProduction({ ...hubOrg, isSandbox }, { ...spokeOrg, isProduction }, request({ allowProduction }));
    });

  it('are linked only with --allow-production, everything else without', () => {
    expect(refused(true, true)?.name).to.equal('SandboxToProductionError');
    expect(refused(true, true, true)).to.equal(undefined);
    expect(refused(false, true)).to.equal(undefined);
    expect(refused(true, false)).to.equal(undefined);
  });
});

describe('link/guard: users and certificates', () => {
  const refused = (change: (orgs: Orgs) => void, asked = {}) => {
    const orgs = linkedOrgs();
    change(orgs);
    const wanted = request(asked);
    const choice = choose(orgs.hub, orgs.link, orgs.spoke, wanted, service.username, now);
    return refusal(() => {
      guardServiceUser(choice.serviceUser, orgs.spoke, wanted);
      guardCalloutUsers(orgs.link, wanted);
      guardCertificate(choice.certificate, orgs.hub, wanted, now);
    });
  };
  const nothing = (): void => undefined;
  const user =
    (more: object) =>
    ({ link }: Orgs) =>
      link.users.set("o'neil@x.example", { ...ann, username: "o'neil@x.example", ...more });

  it('are let through where they can do what is asked of them', () => {
    expect(refused(nothing)).to.equal(undefined);
    expect(refused(user({}), { assignTo: ["o'neil@x.example"] })).to.equal(undefined);
  });

  it('are refused where the spoke has no external client apps', () => {
    expect(
      refused(({ spoke: seen }) => {
        seen.knowsApps = false;
        delete seen.app;
      })?.name
    ).to.equal('NoExternalClientAppsError');
  });

  it('are refused where the service user is not there or inactive', () => {
    expect(
      refused(({ spoke: seen }) => {
        seen.serviceUser = undefined;
      })?.name
    ).to.equal('NoServiceUserError');
    const error = refused(({ spoke: seen }) => {
      seen.serviceUser = { ...service, isActive: false };
    });
    expect(error?.name).to.equal('InactiveServiceUserError');
    expect(error?.actions?.[0]).to.contain(`--where "Username='${service.username}'"`);
  });

  it('are refused where the asked certificate is not there or has expired', () => {
    expect(refused(nothing, { certificate: 'Gone' })?.name).to.equal('NoCertificateError');
    const expired = makeCertificate('Old', { to: -1 });
    const error = refused(
      ({ hub: seen }) => {
        seen.certificates.push(expired);
      },
      { certificate: 'Old' }
    );
    expect(error?.name).to.equal('ExpiredCertificateError');
  });

  it('are refused where a callout user is not there or inactive, with a remedy that fits a shell', () => {
    expect(refused(nothing, { assignTo: ['gone@x.example'] })?.name).to.equal('NoCalloutUserError');
    const error = refused(user({ isActive: false }), { assignTo: ["o'neil@x.example"] });
    expect(error?.name).to.equal('InactiveCalloutUserError');
    expect(error?.actions?.[0]).to.contain('--where "Username=\\"o\'neil@x.example\\""');
  });
});

describe('link/guard: conflicts', () => {
  const refused = (reason: Obstacle, org: Step['org']) => {
    const plan = planFor(linkedOrgs());
    const step = plan.steps.find((other) => other.org === org && other.type === 'PermissionSet')!;
    Object.assign(step, { action: 'conflict', reason });
    return refusal(() => {
      guardConflicts(plan, request());
    });
  };

  it('are none in a plan without', () => {
    expect(
      refusal(() => {
        guardConflicts(planFor(linkedOrgs()), request());
      })
    ).to.equal(undefined);
  });

  for (const reason of ['foreign', 'otherHub', 'otherSpoke', 'otherKind'] as const) {
    it(`are refused with a way out: ${reason}`, () => {
      const error = refused(reason, 'hub');
      expect(error?.name).to.equal(`Conflict${reason[0].toUpperCase()}${reason.slice(1)}Error`);
      expect(error?.message).to.match(/acme on myhub/);
      expect(error?.actions?.[0]).to.match(/--name acme_2$/);
    });
  }

  it('on the spoke are avoided by another name of the app, not of the component', () => {
    const error = refused('otherHub', 'spoke');
    expect(error?.message).to.contain('hub_dev_ed_Access on myspoke');
    expect(error?.actions?.[0]).to.match(/--app-name hub_dev_ed_2$/);
  });

  it('offer --adopt only for what no other hub owns', () => {
    const offered = (reason: Obstacle): boolean =>
      refused(reason, 'spoke')!.actions!.join().includes('--adopt');
    expect(offered('foreign')).to.equal(true);
    expect(offered('otherHub')).to.equal(false);
    expect(offered('otherSpoke')).to.equal(false);
  });
});
