import { expect } from 'chai';
import { insertRow, rows } from '../../simulator/tables.ts';
import { asText } from '../../src/report/report.ts';
import { linksResult } from '../../src/result.ts';
import { unlinkReport } from '../../src/unlink/report.ts';
import { snapshotOf, type Snapshot } from '../snapshot.ts';
import { changesSince, link, type Pair, withPair } from './pair.ts';
import { unlink } from './unlinking.ts';

const open = { spoke: { settings: { connectedAppCreation: true } } };

const snapshots = ({ hub, spoke }: Pair): Snapshot[] => [snapshotOf(hub.org), snapshotOf(spoke.org)];

/** Without the certificate, which stays. */
const withoutCertificate = ([hub, ...others]: Snapshot[]): Snapshot[] => {
  const { Certificate: _rows, ...records } = hub.records;
  const components = Object.entries(hub.components).filter(([name]) => !name.startsWith('Certificate:'));
  return [{ ...hub, records, components: Object.fromEntries(components) }, ...others];
};

const actionsOf = ({ result }: Awaited<ReturnType<typeof unlink>>): string[] =>
  result.links[0].steps.map(({ org, type, action }) => `${org} ${type} ${action}`);

describe('unlink', () => {
  for (const app of ['external-client-app', 'connected-app'] as const) {
    it(`leaves both orgs as they were before link: ${app}`, () =>
      withPair(open, async (pair) => {
        const before = snapshots(pair);
        pair.hub.addUser({ username: 'ann@hub.example' });
        const withAnn = snapshots(pair);
        expect(withAnn).not.to.deep.equal(before);
        await link(pair, { app, assignTo: ['ann@hub.example', 'Automated Process'] });
        const outcome = await unlink(pair);
        expect(withoutCertificate(snapshots(pair))).to.deep.equal(withoutCertificate(withAnn));
        expect(outcome.result.links[0]).to.include({ changed: true, appKind: app });
        expect(linksResult.strict().parse(outcome.result)).to.deep.equal(outcome.result);
        expect(actionsOf(outcome)).to.deep.equal([
          ...Array<string>(3).fill('hub PermissionSetAssignment delete'),
          'hub NamedCredential delete',
          'hub ExternalCredential delete',
          'hub PermissionSet delete',
          'hub PermissionSet delete',
          'hub Certificate keep',
          `spoke ${app === 'connected-app' ? 'ConnectedApp' : 'ExternalClientApplication'} delete`,
          'spoke PermissionSetAssignment delete',
          'spoke PermissionSet delete',
        ]);
        const lengths = [pair.hub.log.length, pair.spoke.log.length];
        const again = await unlink(pair);
        expect(again.result.links[0]).to.deep.include({ changed: false, steps: [] });
        expect(changesSince(pair.hub, lengths[0]).concat(changesSince(pair.spoke, lengths[1]))).to.deep.equal(
          []
        );
        // And linked once more, with the certificate that stayed.
        expect((await link(pair, { app })).verdict?.passed).to.equal(true);
      }));
  }

  it('below v64, where a named credential has no description, takes the one of the link', () =>
    withPair({ hub: { versions: [60, 62] } }, async (pair) => {
      const before = snapshots(pair);
      await link(pair);
      expect(JSON.stringify(snapshots(pair)[0].components)).not.to.match(/NamedCredential[^}]*Managed by/);
      await unlink(pair, { deleteCertificate: true });
      expect(snapshots(pair)).to.deep.equal(before);
    }));

  it('takes a named credential that got its line with a later API version', () =>
    withPair({}, async (pair) => {
      const before = snapshots(pair);
      pair.ends.hub.setApiVersion('62.0');
      await link(pair);
      pair.ends.hub.setApiVersion('66.0');
      expect((await link(pair)).result.links[0].changed).to.equal(true);
      await unlink(pair, { deleteCertificate: true });
      expect(snapshots(pair)).to.deep.equal(before);
    }));

  it('of an org that calls itself takes both ends', () =>
    withPair({}, async (pair) => {
      const self: Pair = { ...pair, spoke: pair.hub, ends: { ...pair.ends, spoke: pair.ends.hub } };
      const before = snapshotOf(pair.hub.org);
      await link(self, { allowSelf: true });
      await unlink(self, { deleteCertificate: true });
      expect(snapshotOf(pair.hub.org)).to.deep.equal(before);
    }));

  it('--dry-run changes nothing and shows the whole plan', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const before = snapshots(pair);
      const outcome = await unlink(pair, {}, { dryRun: true });
      expect(actionsOf(outcome).filter((step) => step.endsWith('delete'))).to.have.length(7);
      expect(outcome.result.links[0].changed).to.equal(false);
      expect(snapshots(pair)).to.deep.equal(before);
    }));

  it('changes nothing after a no', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const before = snapshots(pair);
      const outcome = await unlink(pair, {}, { confirm: () => Promise.resolve(false) });
      expect(outcome.done).to.equal(false);
      expect(snapshots(pair)).to.deep.equal(before);
      await unlink(pair, {}, { confirm: () => Promise.resolve(true) });
      expect(snapshots(pair)).not.to.deep.equal(before);
    }));

  it('tells what others added to what is ours, and who else held it', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const set = rows(pair.hub.org, 'PermissionSet').find(({ Name }) => /^localhost/.test(String(Name)))!;
      insertRow(pair.hub.org, 'ObjectPermissions', {
        ParentId: set.Id,
        SobjectType: 'Account',
        PermissionsRead: true,
      });
      await link(pair, { name: `other${String(set.Name)}`, appName: 'Other' });
      const principals = rows(pair.hub.org, 'ExternalCredentialParameter').filter(
        ({ ParameterType }) => ParameterType === 'NamedPrincipal'
      );
      insertRow(pair.hub.org, 'SetupEntityAccess', {
        ParentId: set.Id,
        SetupEntityId: principals[1].Id,
        SetupEntityType: 'ExternalCredentialParameter',
      });
      const bob = pair.hub.addUser({ username: 'bob@hub.example' });
      insertRow(pair.hub.org, 'PermissionSetAssignment', { PermissionSetId: set.Id, AssigneeId: bob.Id });
      const { result } = await unlink(pair, { name: String(set.Name) });
      const [{ steps }] = result.links;
      const ofSet = steps.find(({ org, type }) => org === 'hub' && type === 'PermissionSet');
      const added = [
        'objectPermissions Account',
        `externalCredentialPrincipalAccesses other${String(set.Name)}-NamedPrincipal`,
      ];
      expect(ofSet).to.deep.include({ action: 'delete', changes: added });
      expect(ofSet?.reason).to.equal(`with what others added: ${added.join(', ')}`);
      expect(steps.map(({ name }) => name)).to.include(`${String(set.Name)}: bob@hub.example`);
    }));
});

describe('unlink: the certificate', () => {
  const certificates = ({ hub }: Pair): string[] => [...hub.org.certificates.keys()];

  it('goes with --delete-certificate, and is kept without', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const [name] = certificates(pair);
      const planned = await unlink(pair, {}, { dryRun: true });
      expect(planned.plan.steps.find(({ type }) => type === 'Certificate')).to.include({
        name,
        action: 'keep',
      });
      const unseen = /Single Sign-On Settings.*Identity Provider.*Apex.*can't be seen here/;
      expect(asText(unlinkReport(planned, true)))
        .to.match(unseen)
        .and.include(`${name} stays`);
      const asked = await unlink(pair, { deleteCertificate: true }, { dryRun: true });
      expect(asText(unlinkReport(asked, true)))
        .to.match(unseen)
        .and.include(`${name} goes too`);
      await unlink(pair, { deleteCertificate: true });
      expect(certificates(pair)).to.deep.equal([]);
    }));

  it('stays while another credential signs with it, --delete-certificate or not', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'one' });
      await link(pair, { name: 'two', appName: 'second' });
      const { plan } = await unlink(pair, { name: 'one', deleteCertificate: true });
      const step = plan.steps.find(({ type }) => type === 'Certificate');
      expect(step).to.include({ action: 'keep', reason: 'two signs with it' });
      expect(certificates(pair)).to.have.length(1);
      await unlink(pair, { name: 'two', deleteCertificate: true });
      expect(certificates(pair)).to.deep.equal([]);
    }));

  it('stays if link did not make it', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const [name] = certificates(pair);
      const { org } = pair.hub;
      org.certificates.set('Own', { ...org.certificates.get(name)!, name: 'Own' });
      const component = org.components.get(`Certificate:${name}`)!;
      org.components.set('Certificate:Own', { ...component, fullName: 'Own' });
      insertRow(org, 'Certificate', { DeveloperName: 'Own', MasterLabel: 'Own' });
      await link(pair, { certificate: 'Own' });
      const { plan } = await unlink(pair, { deleteCertificate: true });
      const step = plan.steps.find((one) => one.name === 'Own');
      expect(step).to.include({ action: 'keep', reason: 'link did not make it' });
      expect(certificates(pair)).to.include('Own');
    }));
});
