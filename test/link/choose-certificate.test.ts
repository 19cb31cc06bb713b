import { expect } from 'chai';
import { chooseCertificate } from '../../src/link/choose.ts';
import { isUsable } from '../../src/observe/hub.ts';
import { externalCredential } from '../../src/metadata/hub.ts';
import { makeCertificate } from '../certificates.ts';
import { hubSpec } from '../metadata/specs.ts';
import { echo, hubId, hubWith, now, otherHubId } from '../states.ts';

describe('link/choose: the certificate', () => {
  const usable = makeCertificate('S2S_20261101');
  const newer = makeCertificate('S2S_20261120', { from: -4 });
  const expired = makeCertificate('S2S_20240101', { from: -800, to: -1 });
  const foreign = makeCertificate('S2S_20261122', { unit: otherHubId.slice(0, 15), from: -2 });
  const byAuthority = makeCertificate('Company', { unit: 'IT Security' });
  const chosen = (certificates = [usable], asked?: string, used?: string) => {
    const hub = hubWith(used ? [echo(externalCredential(hubSpec({ certificate: used })))] : [], {
      certificates,
    });
    return chooseCertificate(hub, hub.credentials[0], asked, now);
  };

  it('is the newest usable one', () => {
    expect(chosen([usable, newer, expired, foreign])).to.deep.equal({ name: newer.name, existing: newer });
    expect(chosen([newer, usable]).name).to.equal(newer.name);
  });

  it('is the one that the link signs with, while that is usable', () => {
    expect(chosen([usable, newer], undefined, usable.name).name).to.equal(usable.name);
    expect(chosen([byAuthority, newer], undefined, 'Company').name).to.equal('Company');
    expect(chosen([foreign, usable], undefined, foreign.name).name).to.equal(usable.name);
    expect(chosen([expired, usable], undefined, expired.name).name).to.equal(usable.name);
    expect(chosen([usable], undefined, 'Gone').name).to.equal(usable.name);
  });

  it('is a new one where there is none usable: expired, of another org, or not made for links', () => {
    for (const certificates of [[], [expired], [foreign], [byAuthority], [expired, foreign]]) {
      expect(chosen(certificates)).to.deep.equal({ name: 'S2S_20261124' });
    }
  });

  it('gets a name that is free', () => {
    const taken = makeCertificate('S2S_20261124', { unit: otherHubId.slice(0, 15) });
    expect(chosen([taken])).to.deep.equal({ name: 'S2S_20261124_2' });
  });

  it('is the asked one, there or not', () => {
    expect(chosen([byAuthority, usable], 'Company', usable.name)).to.deep.equal({
      name: 'Company',
      existing: byAuthority,
    });
    expect(chosen([usable], 'Gone')).to.deep.equal({ name: 'Gone', existing: undefined });
  });

  it("is usable on the day of its end, and with a unit that is no org's id", () => {
    expect(isUsable(makeCertificate('a', { to: 0.1 }), hubId, now)).to.equal(true);
    expect(isUsable(makeCertificate('a', { to: -0.1 }), hubId, now)).to.equal(false);
    expect(isUsable(makeCertificate('a', { unit: null }), hubId, now)).to.equal(true);
    expect(isUsable(foreign, hubId, now)).to.equal(false);
  });
});
