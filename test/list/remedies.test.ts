import { expect } from 'chai';
import { endingSoon, remedyOf } from '../../src/list/remedies.ts';
import { withRetiring } from '../../src/metadata/marker.ts';
import type { LinkResult } from '../../src/result.ts';
import { linkedOrgs } from '../linked.ts';
import { hubId, spokeUrl } from '../states.ts';
import { listed } from './result.ts';

const { hub } = linkedOrgs();
const [credential] = hub.credentials;
const url = 'https://acme.my.salesforce.com';

const told = (
  state: LinkResult['state'],
  more: Partial<LinkResult> = {},
  of = credential
): string | undefined => remedyOf(hub, of, listed('acme', { state, ...more }), 'myhub');

describe('list/remedies', () => {
  it('are none for a link that is as it should be', () => {
    expect([told('linked'), told(null)]).to.deep.equal([undefined, undefined]);
  });

  it('lead a copied link to another org under its name', () => {
    expect(told('copied'))
      .to.contain(url)
      .and.contain('sf s2s link --hub myhub --spoke ALIAS_OF_SANDBOX --name acme');
    expect(told('copied', { spoke: { ...listed('a').spoke, url: null } }))
      .to.contain('?')
      .and.not.contain(url);
  });

  it('replace a certificate that has ended by one of its kind', () => {
    expect(told('expired')).to.match(/S2S_20261124[^]*sf s2s rotate --hub myhub/);
    expect(told('expired')).to.not.contain('NEW_CERTIFICATE');
    const theirs = { certificate: { name: 'Company', expires: null, daysLeft: null } };
    expect(told('expired', theirs)).to.contain('Company').and.contain('--certificate NEW_CERTIFICATE');
    expect(told('expired', { certificate: null })).to.contain('sf s2s rotate --hub myhub');
  });

  it('upload what an authority has signed', () => {
    expect(told('pending')).to.contain(
      'sf s2s certificate upload --hub myhub --name S2S_20261124 --file CHAIN.pem'
    );
    expect(told('pending', { certificate: null })).to.contain('sf s2s certificate upload --hub myhub --file');
  });

  it('link again what is incomplete, under the name by which the spoke is known here', () => {
    const spoke = { ...listed('a').spoke, url: spokeUrl };
    expect(told('incomplete', { spoke })).to.match(
      /acme[^]*myhub[^]*sf s2s link --hub myhub --spoke myspoke(?! --name)(?! --allow)/
    );
    const known = { ...spoke, alias: null };
    expect(told('incomplete', { spoke: known })).to.contain('--spoke admin@spoke.example');
    const unknown = { orgId: null, username: null, alias: null, url: null };
    expect(told('incomplete', { spoke: unknown }))
      .to.contain('--spoke ALIAS_OF_SPOKE')
      .and.not.contain('--allow-self');
    const named = { ...credential, name: 'other' };
    expect(told('incomplete', { spoke }, named)).to.contain('--name other');
    expect(told('incomplete', { spoke: { ...spoke, orgId: hubId } })).to.contain('--allow-self');
  });

  it('finish a rotation, whatever the certificate', () => {
    const description = withRetiring(credential.component.body.description, {
      since: '2026-11-01T12:00:00.000Z',
      app: 'hub_2',
    });
    const component = { ...credential.component, body: { ...credential.component.body, description } };
    expect(told('retiring', {}, { ...credential, component })).to.equal(
      'acme: rotated on 2026-11-01; the former app hub_2 is still there. To delete it when its sessions are over: sf s2s rotate --hub myhub'
    );
    expect(told('retiring')).to.contain('sf s2s rotate --hub myhub');
  });
});

describe('list/remedies: certificates that end', () => {
  const ending = (
    name: string,
    certificate: string,
    daysLeft: number | null,
    expires: string | null = '2026-12-24T10:00:00.000Z'
  ): LinkResult => listed(name, { certificate: { name: certificate, expires, daysLeft } });

  it('are told of once each, with the links that sign with them', () => {
    const lines = endingSoon(
      [ending('acme', 'One', 29), ending('globex', 'One', 29), ending('initech', 'Two', -1)],
      30,
      'myhub'
    );
    const rotate = 'Replace it: sf s2s rotate --hub myhub --certificate NEW_CERTIFICATE';
    expect(lines).to.deep.equal([
      `The certificate One ends in 29 days (2026-12-24). It signs for: acme, globex. ${rotate}`,
      `The certificate Two ended on 2026-12-24. It signs for: initech. ${rotate}`,
    ]);
    expect(endingSoon([ending('acme', 'One', 0)], 30, 'myhub')[0]).to.contain('ends in 0 days');
  });

  it('are not told of before that, or where nobody knows', () => {
    const links = [
      ending('a', 'One', 30),
      ending('b', 'Two', null),
      ending('c', 'Three', 1, null),
      listed('d', { certificate: null }),
    ];
    expect(endingSoon(links, 30, 'myhub')).to.deep.equal([]);
  });
});
