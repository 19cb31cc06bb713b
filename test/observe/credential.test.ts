import { expect } from 'chai';
import type { Component } from '../../src/metadata/component.ts';
import { inOwnWords, readCredential } from '../../src/observe/credential.ts';
import { linkedOrgs } from '../linked.ts';
import { service, spokeUrl } from '../states.ts';

const { hub } = linkedOrgs();
const [external] = hub.externalCredentials;
const [named] = hub.namedCredentials;
const rows = [external.body.externalCredentialParameters].flat() as Record<string, string>[];
const withRows = (...some: unknown[]): Component => ({
  ...external,
  body: { ...external.body, externalCredentialParameters: some.flat() as never },
});
const like = (body: object): Component => ({ ...named, body: { ...named.body, ...body } });

describe('observe/credential', () => {
  it('reads what an external credential says, and who uses it', () => {
    const credential = readCredential(external, [named])!;
    expect(credential).to.deep.include({
      name: 'acme',
      tokenUrl: `${spokeUrl}/services/oauth2/token`,
      certificate: 'S2S_20261101',
      repeatedClaims: [],
      perUserPrincipals: [],
    });
    expect(credential.claims.sub).to.equal(service.username);
    expect(credential.claims.aud).to.match(/^".+"$/);
    expect(credential.principals).to.have.lengthOf(1);
    expect(credential.namedCredentials).to.deep.equal([
      { name: 'acme', component: named, url: spokeUrl, enabled: true, authorizes: true },
    ]);
  });

  it('is of no use where the flow is another', () => {
    const other = rows.map((row) =>
      row.parameterType === 'AuthProtocolVariant' ? { ...row, parameterValue: 'ClientCredentials' } : row
    );
    for (const parameters of [other, [], undefined, 'garbage', null]) {
      const body = { ...external.body, externalCredentialParameters: parameters as never };
      expect(readCredential({ ...external, body }, [named])).to.equal(undefined);
    }
    const body = { ...external.body, externalCredentialParameters: [null, 'x', ...rows] as never };
    expect(readCredential({ ...external, body }, [])?.certificate).to.equal('S2S_20261101');
  });

  it('tells claims that are there twice, the signature algorithm, and principals of each user', () => {
    expect(readCredential(external, [])?.algorithm).to.equal('RS256');
    const others = rows.filter(({ parameterType }) => parameterType !== 'JwtHeaderClaim');
    const credential = readCredential(
      withRows(
        others,
        { parameterName: 'kid', parameterType: 'JwtHeaderClaim', parameterValue: '"k"' },
        { parameterName: 'alg', parameterType: 'JwtHeaderClaim', parameterValue: '"ES256"' },
        { parameterName: 'sub', parameterType: 'JwtBodyClaim', parameterValue: 'second' },
        { parameterName: 'Each', parameterType: 'PerUserPrincipal' }
      ),
      []
    );
    expect(credential).to.deep.include({
      algorithm: '"ES256"',
      repeatedClaims: ['sub'],
      perUserPrincipals: ['Each'],
      namedCredentials: [],
    });
    expect(credential?.claims.sub).to.equal('second');
  });

  it('tells named credentials that are disabled or send no token', () => {
    const told = (body: object) => readCredential(external, [like(body)])?.namedCredentials[0];
    expect(told({ calloutStatus: 'Disabled' })).to.include({ enabled: false, authorizes: true });
    expect(told({ calloutStatus: 'Enabled' })).to.include({ enabled: true });
    for (const off of ['false', false])
      expect(told({ generateAuthorizationHeader: off })).to.include({ enabled: true, authorizes: false });
  });

  it('finds its named credentials whatever the case of its name', () => {
    const parameters = [named.body.namedCredentialParameters].flat().map((row: any) => ({
      ...row,
      ...(row.externalCredential !== undefined && { externalCredential: 'ACME' }),
    }));
    expect(
      readCredential(external, [like({ namedCredentialParameters: parameters })])?.namedCredentials
    ).to.have.lengthOf(1);
  });

  it("leaves an org's own namespace out of names, those that are referred to too, and no other's", () => {
    const spaced: Component = {
      ...named,
      fullName: 'ns__acme',
      body: {
        ...named.body,
        namedCredentialParameters: [
          { parameterName: 'Url', parameterType: 'Url', parameterValue: spokeUrl },
          { externalCredential: 'ns__acme', parameterName: 'EC', parameterType: 'Authentication' },
        ],
      },
    };
    const bare = inOwnWords('ns')(spaced);
    expect(bare.fullName).to.equal('acme');
    expect(bare.body.namedCredentialParameters).to.deep.equal([
      { parameterName: 'Url', parameterType: 'Url', parameterValue: spokeUrl },
      { externalCredential: 'acme', parameterName: 'EC', parameterType: 'Authentication' },
    ]);
    expect(inOwnWords(undefined)(spaced)).to.equal(spaced);
    expect(inOwnWords('other')(spaced)).to.deep.equal(spaced);
    // What has no such rows gets none.
    expect(inOwnWords('ns')({ ...external, fullName: 'ns__acme' })).to.deep.equal(external);
  });
});
