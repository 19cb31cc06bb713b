import { expect } from 'chai';
import type { Body } from '../../src/metadata/component.ts';
import {
  externalCredential,
  hubPermissionSet,
  namedCredential,
  principalName,
  readOnlyPermissionSet,
  tokenUrl,
} from '../../src/metadata/hub.ts';
import { toXml } from '../../src/metadata/xml.ts';
import { golden, hubSpec } from './specs.ts';

describe('metadata/hub', () => {
  it('writes the external credential to the letter', () => {
    expect(toXml(externalCredential(hubSpec()))).to.equal(golden('ExternalCredential'));
  });

  it('writes the named credential to the letter', () => {
    expect(toXml(namedCredential(hubSpec()))).to.equal(golden('NamedCredential'));
  });

  it('writes the permission set to the letter', () => {
    expect(toXml(hubPermissionSet(hubSpec()))).to.equal(golden('hub.PermissionSet'));
  });

  it('writes the audience as JSON, with its quotes', () => {
    const rows = externalCredential(hubSpec()).body.externalCredentialParameters as Body[];
    const audience = rows.find(({ parameterName }) => parameterName === 'aud')?.parameterValue;
    expect(audience).to.equal('"https://login.salesforce.com"');
    expect(JSON.parse(audience as string)).to.equal('https://login.salesforce.com');
  });

  it('leaves the description of a named credential out below v64, where it is unknown', () => {
    expect(toXml(namedCredential(hubSpec({ apiVersion: 63 })))).not.to.contain('description');
    expect(toXml(namedCredential(hubSpec({ apiVersion: 64 })))).to.contain('<description>Managed by sf s2s');
  });

  it('gives Read only where that is asked for', () => {
    const [rights] = hubPermissionSet(hubSpec({ credentialAccess: 'read' })).body.objectPermissions as Body[];
    expect(rights).to.deep.equal({
      object: 'UserExternalCredential',
      allowRead: true,
      allowCreate: false,
      allowEdit: false,
      allowDelete: false,
      viewAllRecords: false,
      modifyAllRecords: false,
    });
  });

  it('has a second permission set that gives Read only', () => {
    const narrow = readOnlyPermissionSet(hubSpec());
    const read = hubPermissionSet(hubSpec({ credentialAccess: 'read', label: `${hubSpec().label} (Read)` }));
    expect(narrow).to.deep.equal({ ...read, fullName: 'acme_Read' });
  });

  it('names the principal with the name space of the hub', () => {
    expect(principalName(hubSpec())).to.equal('acme-NamedPrincipal');
    expect(principalName(hubSpec({ principal: 'My Principal', namespace: 'ns' }))).to.equal(
      'ns__acme-My Principal'
    );
  });

  it("exchanges tokens at the spoke's own My Domain", () => {
    expect(tokenUrl('https://acme--uat.sandbox.my.salesforce.com')).to.equal(
      'https://acme--uat.sandbox.my.salesforce.com/services/oauth2/token'
    );
  });
});
