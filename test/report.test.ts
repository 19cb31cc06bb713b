import { expect } from 'chai';
import { checkSection, stepSection } from '../src/report.ts';
import type { LinkResult } from '../src/result.ts';
import { linksResult } from '../src/result.ts';

const link: LinkResult = {
  name: 'acme',
  spoke: {
    orgId: '00D',
    username: 'admin@spoke.example',
    alias: 'myspoke',
    url: 'https://acme.my.salesforce.com',
  },
  app: 'hub',
  serviceUser: 'service@spoke.example',
  certificate: { name: 'S2S_20261124', expires: null },
  changed: true,
  steps: [
    { org: 'hub', type: 'Certificate', name: 'S2S_20261124', action: 'unchanged', changes: [] },
    { org: 'hub', type: 'ExternalCredential', name: 'acme', action: 'update', changes: ['iss', 'aud'] },
  ],
  checks: [
    { id: 'certificate', status: 'passed', message: 'Fine.', actions: ['never shown'] },
    { id: 'app', status: 'failed', message: 'Off.', actions: ['link', 'look'] },
    { id: 'access', status: 'warning', message: 'Hm.', actions: ['link'] },
    { id: 'callout', status: 'skipped', message: 'Not tried.', actions: ['link', 'link'] },
  ],
};

describe('report', () => {
  it('shows a plan with what it would change', () => {
    expect(stepSection(link, true).rows).to.deep.equal([
      { org: 'hub', type: 'Certificate', name: 'S2S_20261124', action: 'unchanged' },
      { org: 'hub', type: 'ExternalCredential', name: 'acme', action: 'update: iss, aud' },
    ]);
  });

  it('tells a plan from what was done', () => {
    const [plan, done] = [stepSection(link, true), stepSection(link, false)];
    expect(plan.title).not.to.equal(done.title);
    expect(done.rows?.[1].action).to.equal('updated: iss, aud');
  });

  it('shows each rung with a sign for its status', () => {
    const { title, rows } = checkSection(link);
    expect(title).to.equal('acme -> myspoke');
    expect(rows).to.deep.equal([
      { rung: 'certificate', status: '✔ passed', finding: 'Fine.' },
      { rung: 'app', status: '✘ failed', finding: 'Off.' },
      { rung: 'access', status: '! warning', finding: 'Hm.' },
      { rung: 'callout', status: '- skipped', finding: 'Not tried.' },
    ]);
  });

  it('lists remedies by rung, nothing twice and none for what passed', () => {
    expect(checkSection(link).lines.slice(1)).to.deep.equal([
      '  app: link',
      '  app: look',
      '  access: link',
      '  callout: link',
    ]);
  });

  it('says nothing of remedies where all is well', () => {
    expect(checkSection({ ...link, checks: link.checks.slice(0, 1) }).lines).to.deep.equal([]);
  });

  it('names a spoke without a login by its address', () => {
    const spoke = { orgId: null, username: null, alias: null, url: 'https://acme.my.salesforce.com' };
    expect(checkSection({ ...link, spoke }).title).to.equal('acme -> https://acme.my.salesforce.com');
    expect(checkSection({ ...link, spoke: { ...spoke, url: null } }).title).to.equal('acme -> ');
  });

  it('is made of results of the one shape', () => {
    expect(linksResult.safeParse({ hub: link.spoke, links: [link] }).success).to.equal(true);
  });
});
