import { expect } from 'chai';
import { externalCredential } from '../../src/metadata/hub.ts';
import { isRefreshing, refreshed, refreshing, signingWith } from '../../src/metadata/signing.ts';
import { echo } from '../states.ts';
import { hubSpec } from './specs.ts';

const extra = {
  parameterGroup: 'Own',
  parameterName: 'X-Own',
  parameterType: 'AuthHeader',
  parameterValue: '1',
};
const made = echo(externalCredential(hubSpec()));
const rowsOf = ({ body }: typeof made): Record<string, unknown>[] =>
  body.externalCredentialParameters as Record<string, unknown>[];
const existing = {
  ...made,
  body: { ...made.body, externalCredentialParameters: [...rowsOf(made), extra] as never },
};

describe('metadata/signing', () => {
  it('changes certificate, iss and kid, and nothing else', () => {
    const changed = signingWith(existing, { certificate: 'S2S_2', consumerKey: '3MVG9.next' });
    const differing = rowsOf(changed).filter(
      (row, i) => JSON.stringify(row) !== JSON.stringify(rowsOf(existing)[i])
    );
    expect(
      differing.map(({ parameterName, certificate, parameterValue }) => [
        parameterName,
        certificate ?? parameterValue,
      ])
    ).to.have.deep.members([
      ['SigningCertificate', 'S2S_2'],
      ['iss', '3MVG9.next'],
      ['kid', 'S2S_2'],
    ]);
    expect(rowsOf(changed)).to.have.lengthOf(rowsOf(existing).length);
    expect({ ...changed.body, externalCredentialParameters: 0 }).to.deep.equal({
      ...existing.body,
      externalCredentialParameters: 0,
    });
  });

  it('adds the status after which a token is fetched once, and takes away that alone', () => {
    const once = refreshing(existing);
    expect([isRefreshing(existing), isRefreshing(once)]).to.deep.equal([false, true]);
    expect(rowsOf(once).at(-1)).to.deep.equal({
      parameterGroup: 'DefaultGroup',
      parameterName: 'S2S_Refresh',
      parameterType: 'AdditionalRefreshStatusCode',
      parameterValue: '404',
    });
    expect(refreshing(once)).to.equal(once);
    const back = refreshed(once, 'As it was');
    expect(rowsOf(back)).to.deep.equal(rowsOf(existing));
    expect(back.body.description).to.equal('As it was');
  });

  it("leaves an admin's own status codes alone", () => {
    const own = {
      ...extra,
      parameterName: 'Gone',
      parameterType: 'AdditionalRefreshStatusCode',
      parameterValue: '410',
    };
    const component = {
      ...existing,
      body: { ...existing.body, externalCredentialParameters: [own] as never },
    };
    expect(isRefreshing(component)).to.equal(false);
    expect(rowsOf(refreshed(refreshing(component), ''))).to.deep.equal([own]);
  });
});
