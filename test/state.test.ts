import { expect } from 'chai';
import { withMarker } from '../src/metadata/marker.ts';
import type { Credential } from '../src/observe/credential.ts';
import type { HubState } from '../src/observe/hub.ts';
import { stateOf } from '../src/state.ts';
import { makeCertificate } from './certificates.ts';
import { linkedOrgs } from './linked.ts';
import { hubId, now, otherHubId } from './states.ts';

const linked = linkedOrgs().hub;
const sets = [linked.credentials[0].name];

/** The state of a link whose hub or credential differs from a sound one. */
const state = (
  credential: Partial<Credential> = {},
  hub: Partial<HubState> = {},
  description = (text: string): string => text
): string | null => {
  const [sound] = linked.credentials;
  const { body } = sound.component;
  const component = {
    ...sound.component,
    body: { ...body, description: description(String(body.description)) },
  };
  return stateOf({ ...linked, permissionSets: sets, ...hub }, { ...sound, component, ...credential }, now);
};
const copied = (text: string): string => text.replace(hubId, otherHubId);
const retiring = (text: string): string => `${text}\nRetiring since 2026-11-20T08:00:00.000Z: Former`;
const expired = {
  certificates: [makeCertificate(String(linked.credentials[0].certificate), { to: -1 })],
};

describe('state', () => {
  it('is linked where everything is there', () => {
    expect(state()).to.equal('linked');
    expect(state({}, { permissionSets: [sets[0].toUpperCase()] })).to.equal('linked');
  });

  it('does not take for missing what the hub does not tell', () => {
    expect(state({}, { permissionSets: undefined })).to.equal('linked');
    expect(state({}, { certificates: [] })).to.equal('linked');
  });

  it('is incomplete where any part is missing', () => {
    const { claims } = linked.credentials[0];
    const parts: Partial<Credential>[] = [
      { tokenUrl: undefined },
      { claims: { ...claims, iss: '' } },
      { claims: { iss: 'key' } },
      { certificate: undefined },
      { principals: [] },
      { namedCredentials: [] },
    ];
    for (const part of parts) expect(state(part), Object.keys(part).join()).to.equal('incomplete');
    expect(state({ principals: [], perUserPrincipals: ['Each'] })).to.equal('linked');
    expect(state({}, { permissionSets: ['Another'] })).to.equal('incomplete');
    expect(state({}, { certificateNames: [], certificates: [] })).to.equal('incomplete');
  });

  it("is expired where the certificate has ended or is another org's", () => {
    expect(state({}, expired)).to.equal('expired');
    const unit = otherHubId.slice(0, 15);
    const foreign = makeCertificate(String(linked.credentials[0].certificate), { unit });
    expect(state({}, { certificates: [foreign] })).to.equal('expired');
  });

  it('is pending where no authority has signed the certificate yet', () => {
    const name = String(linked.credentials[0].certificate);
    const pending = { certificates: [], pendingCertificates: [name] };
    expect(state({}, pending)).to.equal('pending');
    expect(state({}, { ...pending, pendingCertificates: ['Another'] })).to.equal('linked');
    expect(state({ namedCredentials: [] }, pending, retiring)).to.equal('pending');
    expect(state({}, pending, copied)).to.equal('copied');
  });

  it('names what has to be mended first', () => {
    expect(state({ namedCredentials: [] }, expired, copied)).to.equal('copied');
    expect(state({ namedCredentials: [] }, expired, retiring)).to.equal('expired');
    expect(state({ namedCredentials: [] }, {}, retiring)).to.equal('incomplete');
    expect(state({}, {}, retiring)).to.equal('retiring');
  });

  it('is none for what is not ours', () => {
    expect(state({}, expired, () => 'By hand')).to.equal(null);
    expect(state({}, {}, (text) => withMarker('By hand', text))).to.equal('linked');
  });
});
