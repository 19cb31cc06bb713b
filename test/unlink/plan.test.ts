import { expect } from 'chai';
import { hasWork, planUnlink } from '../../src/unlink/plan.ts';
import { describedAs, find, linked, type Linked, outline, planOf, request, seen, taken } from './parts.ts';

describe('unlink/plan', () => {
  it('takes the link away, what refers to something before it, the hub before the spoke', () => {
    const plan = planOf(linked());
    expect(outline(plan.steps)).to.deep.equal([
      'hub PermissionSetAssignment acme: ann@hub.example delete',
      'hub NamedCredential acme delete',
      'hub ExternalCredential acme delete',
      'hub PermissionSet acme delete',
      'hub Certificate S2S_20261101 keep',
      'spoke ExternalClientApplication hub_dev_ed delete',
      'spoke PermissionSetAssignment hub_dev_ed_Access: service@spoke.example delete',
      'spoke PermissionSet hub_dev_ed_Access delete',
    ]);
    expect(plan).to.include({ name: 'acme', app: 'hub_dev_ed', appKind: 'external-client-app' });
    expect(hasWork(plan)).to.equal(true);
    expect(plan.steps.flatMap(({ rowId }) => rowId ?? [])).to.deep.equal(['0Pa1', '0Pa2']);
  });

  it('leaves a trace on the hub until the spoke is clean, where the link is asked for by its name alone', () => {
    const steps = outline(planOf(linked(), { spoke: undefined, name: 'acme' }).steps);
    expect(steps.at(-1)).to.equal('hub PermissionSet acme delete');
    expect(steps).to.have.lengthOf(8);
  });

  it('leaves what somebody else had made for the end in the same way, since it keeps the name', () => {
    const is = linked();
    is.orgs.hub.externalCredentials[0] = is.orgs.hub.credentials[0].component = describedAs(
      is.orgs.hub.externalCredentials[0],
      taken
    );
    const steps = outline(planOf(is, { spoke: undefined, name: 'acme' }).steps);
    expect(steps.at(-1)).to.equal('hub ExternalCredential acme release');
    expect(steps).to.include('hub PermissionSet acme delete');
  });

  it('has nothing to do where nothing is there, and knows what the link would have been called', () => {
    const is = linked();
    const { hub, spokeParts } = seen(is);
    const spoke = { name: 'myspoke', id: is.orgs.spoke.org.id, url: is.orgs.spoke.org.url };
    const nothing = { hub, spokeParts: { ...spokeParts, apps: [], sets: [] }, problems: {} };
    const plan = planUnlink({ ...nothing, spoke: spoke as never }, request());
    expect(plan).to.deep.equal({ name: 'acme', app: undefined, appKind: undefined, steps: [] });
    expect(hasWork(plan)).to.equal(false);
    expect(planUnlink(nothing, request({ name: 'other' })).name).to.equal('other');
    expect(planUnlink(nothing, request()).name).to.equal('');
  });

  it('gives back what it took over: without the line, and with whatever else its maker had written', () => {
    const is = linked();
    const { hub } = is.orgs;
    hub.namedCredentials[0] = describedAs(hub.namedCredentials[0], (text) => `Ask Ann.\n${taken(text)}`);
    const step = find(planOf(is).steps, 'NamedCredential')!;
    expect(step).to.deep.include({ action: 'release', changes: ['description'] });
    expect(step.component?.body).to.deep.equal({ ...hub.namedCredentials[0].body, description: 'Ask Ann.' });
    expect(step.reason).to.contain('somebody else had made it');
    hub.namedCredentials[0] = describedAs(hub.namedCredentials[0], () =>
      taken(String(hub.externalCredentials[0].body.description))
    );
    expect(find(planOf(is).steps, 'NamedCredential')?.component?.body.description).to.equal('');
  });

  it('says what others put into a permission set of ours, which goes along', () => {
    const is = linked();
    const { body } = is.hubSet.component;
    expect(find(planOf(is).steps, 'PermissionSet')).to.deep.include({ changes: [], reason: undefined });
    is.hubSet.component = {
      ...is.hubSet.component,
      body: {
        ...body,
        objectPermissions: [...(body.objectPermissions as []), { object: 'Account' }],
        externalCredentialPrincipalAccesses: [
          { externalCredentialPrincipal: 'ACME-Other' },
          { externalCredentialPrincipal: 'acme2-Main' },
        ],
        userPermissions: [{ name: 'ApiEnabled' }],
        classAccesses: [],
      },
    };
    const step = find(planOf(is).steps, 'PermissionSet')!;
    expect(step.changes).to.deep.equal([
      'objectPermissions Account',
      'externalCredentialPrincipalAccesses acme2-Main',
      'userPermissions',
    ]);
    expect(step.reason).to.equal(
      'with what others added: objectPermissions Account, externalCredentialPrincipalAccesses acme2-Main, userPermissions'
    );
  });

  it('takes its permission sets out of groups, but not what it had taken over', () => {
    const is = linked();
    is.hubSet.groups = [{ id: '0PG1', name: 'Callers' }];
    expect(outline(planOf(is).steps)).to.include('hub PermissionSetGroupComponent acme: Callers delete');
    is.hubSet.component = describedAs(is.hubSet.component, taken);
    const steps = planOf(is).steps.filter(({ org }) => org === 'hub');
    expect(outline(steps)).to.include('hub PermissionSet acme release');
    expect(steps.filter(({ rowId }) => rowId !== undefined)).to.deep.equal([]);
  });
});

describe('unlink/plan: the certificate', () => {
  const step = (is: Linked, more = {}) => find(planOf(is, more).steps, 'Certificate');

  it('stays unless it is asked for, and goes then', () => {
    expect(step(linked())).to.deep.include({
      action: 'keep',
      reason: 'other things than links may sign with it',
    });
    expect(step(linked(), { deleteCertificate: true })).to.deep.include({
      org: 'hub',
      action: 'delete',
      changes: [],
    });
  });

  it('stays where another credential signs with it, whatever its kind and however it writes the name', () => {
    const others = {
      ExternalCredential: { externalCredentialParameters: [{ certificate: 's2s_20261101' }] },
      NamedCredential: { jwtSigningCertificate: 'S2S_20261101' },
    };
    for (const [type, body] of Object.entries(others)) {
      const is = linked();
      const { hub } = is.orgs;
      const list = type === 'NamedCredential' ? hub.namedCredentials : hub.externalCredentials;
      list.push({ type: type as 'NamedCredential', fullName: 'Other', body });
      expect(step(is, { deleteCertificate: true })).to.deep.include({
        action: 'keep',
        reason: 'Other signs with it',
      });
    }
  });

  it('stays where link did not make it', () => {
    const is = linked();
    is.orgs.hub.credentials[0].certificate = 'Theirs';
    expect(step(is, { deleteCertificate: true })).to.deep.include({
      name: 'Theirs',
      reason: 'link did not make it',
    });
  });

  it('is known by what the app trusts, once the credential is gone', () => {
    const is = linked();
    const { hub } = is.orgs;
    hub.credentials = hub.externalCredentials = hub.namedCredentials = [];
    expect(step(is)).to.equal(undefined);
    expect(step(is, { deleteCertificate: true })).to.include({ name: 'S2S_20261101', action: 'delete' });
  });
});
