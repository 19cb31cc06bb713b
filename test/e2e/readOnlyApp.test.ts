import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Node } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';
import { exitCodeOf } from '../../src/link/report.ts';
import { run } from './command.ts';
import {
  addConnectedApp,
  addExternalClientApp,
  componentOf,
  connectedApp,
  edit,
  make,
  schemes,
  types,
} from './othersApp.ts';
import { changesSince, link, unwell, verify, withPair } from './pair.ts';

const readOnly = { appName: 'Theirs' };

describe("link --app-name of somebody else's app", () => {
  it('only checks a connected app, says what is missing, and passes when that is done', () =>
    withPair({}, async (pair) => {
      await addConnectedApp(pair);
      const outputDir = mkdtempSync(join(tmpdir(), 's2s-'));
      const before = pair.spoke.log.length;
      const first = await link(pair, readOnly, { outputDir });
      const [only] = first.result.links;
      expect(exitCodeOf(first)).to.equal(69);
      expect(changesSince(pair.spoke, before)).to.deep.equal([]);
      expect(only.changed).to.equal(true);
      expect(only.steps.filter(({ org }) => org === 'spoke')).to.deep.equal([
        {
          org: 'spoke',
          type: 'ConnectedApp',
          name: 'Theirs',
          action: 'manual',
          changes: ['certificate', 'scopes', 'policy'],
          reason: null,
        },
        {
          org: 'spoke',
          type: 'SetupEntityAccess',
          name: 'Theirs_Access: Theirs',
          action: 'manual',
          changes: ['newPermissionSet'],
          reason: null,
        },
        {
          org: 'spoke',
          type: 'PermissionSetAssignment',
          name: `Theirs_Access: ${pair.spoke.username}`,
          action: 'manual',
          changes: ['assignment'],
          reason: null,
        },
      ]);
      expect(only.todo.map(({ id }) => id)).to.deep.equal([
        'certificate',
        'scopes',
        'policy',
        'newPermissionSet',
        'assignment',
      ]);
      const file = join(outputDir, `${only.certificate?.name}.crt`);
      expect(first.files.at(-1)).to.equal(file);
      expect(only.todo[0].actions[1]).to.equal(
        `Upload ${file} on ${pair.spoke.org.alias}: Setup > App Manager > Our Integration > Edit > Use digital signatures`
      );
      for (const { actions } of only.todo.slice(1, 4))
        expect(actions.at(-1)).to.match(/Setup > (App Manager|Manage Connected Apps) > Our Integration > /);

      // What the list says, in its order.
      const config = componentOf(pair.spoke, 'ConnectedApp', 'Theirs').body.oauthConfig as Node;
      await edit(pair, 'ConnectedApp', 'Theirs', {
        oauthConfig: {
          ...config,
          certificate: Buffer.from(readFileSync(file)).toString('base64'),
          isAdminApproved: 'true',
          scopes: ['Full', 'RefreshToken'],
        },
      });
      await pair.ends.spoke
        .sobject('PermissionSet')
        .create({ Name: 'Theirs_Access', Label: 'Theirs_Access' });
      const nearly = await link(pair);
      expect(exitCodeOf(nearly)).to.equal(69);
      expect(nearly.result.links[0].changed).to.equal(false);
      expect(nearly.result.links[0].todo.map(({ id }) => id)).to.deep.equal(['permissionSet', 'assignment']);
      await edit(pair, 'ConnectedApp', 'Theirs', { permissionSetName: ['Theirs_Access'] });
      const set = rows(pair.spoke.org, 'PermissionSet').find(({ Name }) => Name === 'Theirs_Access');
      const user = rows(pair.spoke.org, 'User').find(({ Username }) => Username === pair.spoke.username);
      await pair.ends.spoke
        .sobject('PermissionSetAssignment')
        .create({ AssigneeId: user!.Id, PermissionSetId: set!.Id });

      const done = await link(pair);
      expect([exitCodeOf(done), done.verdict?.passed]).to.deep.equal([0, true]);
      expect(done.result.links[0]).to.include({ changed: false, app: 'Theirs' });
      expect(done.result.links[0].todo).to.deep.equal([]);
      expect(unwell(Object.values(await verify(pair))).flatMap(({ findings }) => findings)).to.deep.equal([
        'wideScopes',
      ]);
      const { body } = componentOf(pair.spoke, 'ConnectedApp', 'Theirs');
      expect(body.description).to.equal('Ask the integration team.');
    }));

  it('only checks an external client app, whatever its parts are called', () =>
    withPair({}, async (pair) => {
      const suffixes = schemes.hardis;
      await addExternalClientApp(pair, suffixes);
      await edit(pair, types[3], `Theirs${suffixes[3]}`, { isEnabled: 'false' });
      const before = pair.spoke.log.length;
      const { result } = await link(pair, readOnly);
      expect(changesSince(pair.spoke, before)).to.deep.equal([]);
      expect(result.links[0].todo.map(({ id }) => id)).to.deep.equal([
        'enabled',
        'certificate',
        'scopes',
        'policy',
        'newPermissionSet',
        'assignment',
      ]);
      expect(result.links[0].todo[1].actions).to.deep.equal([
        `Get the certificate as a file, if you do not have it yet: sf s2s link --hub ${pair.hub.org.alias} --spoke ${pair.spoke.org.alias} --app-name Theirs --dry-run --output-dir s2s`,
        `Upload s2s/${result.links[0].certificate?.name}.crt on ${pair.spoke.org.alias}: Setup > External Client App Manager > Their App > Settings > OAuth Settings > Enable JWT Bearer Flow`,
      ]);
      const { app, 'pre-authorisation': authorisation } = await verify(pair);
      expect([app.findings, authorisation.findings]).to.deep.equal([['disabled'], ['selfAuthorised']]);
      expect(app.actions[0]).to.match(
        /^Enable it on spoke\d+: Setup > External Client App Manager > Their App/
      );
      expect(app.actions.at(-1)).to.match(/^Or let this command .* --app-name Theirs --adopt$/);
      expect(authorisation.actions[0]).to.match(/Permitted Users$/);

      const pem = pair.hub.org.certificates.get(result.links[0].certificate!.name)!.pem;
      await make(pair, 'PermissionSet', 'Theirs_Access', { label: 'x' });
      await edit(pair, types[3], `Theirs${suffixes[3]}`, { isEnabled: 'true' });
      await edit(pair, types[0], `Theirs${suffixes[0]}`, { commaSeparatedOauthScopes: 'Api, RefreshToken' });
      await edit(pair, types[1], `Theirs${suffixes[1]}`, { certificate: pem });
      await edit(pair, types[2], `Theirs${suffixes[2]}`, {
        commaSeparatedPermissionSet: 'Theirs_Access',
        permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
      });
      const nearly = await link(pair);
      const [{ id, actions }] = nearly.result.links[0].todo;
      expect([id, ...actions]).to.deep.equal([
        'assignment',
        `sf org assign permset --name Theirs_Access --target-org ${pair.spoke.org.alias} --on-behalf-of ${pair.spoke.username}`,
      ]);
      const { Id } = rows(pair.spoke.org, 'PermissionSet').find(({ Name }) => Name === 'Theirs_Access')!;
      const user = rows(pair.spoke.org, 'User').find(({ Username }) => Username === pair.spoke.username);
      await pair.ends.spoke
        .sobject('PermissionSetAssignment')
        .create({ AssigneeId: user!.Id, PermissionSetId: Id });
      const done = await link(pair);
      expect([exitCodeOf(done), done.verdict?.passed]).to.deep.equal([0, true]);
    }));

  it('prints the list and how to go on; a dry run does too, and ends well', () =>
    withPair({}, async (pair) => {
      await addConnectedApp(pair);
      const ends = ['--hub', pair.hub.org.alias, '--spoke', pair.spoke.org.alias];
      const plan = await run('link', ...ends, '--app-name', 'Theirs', '--dry-run');
      expect(plan.exitCode).to.equal(0);
      expect(plan.stdout)
        .to.match(/ConnectedApp .*to do by hand: certificate/)
        .and.match(/1\. App Theirs/);
      const { exitCode, stdout } = await run('link', ...ends, '--app-name', 'theirs');
      expect(exitCode).to.equal(69);
      expect(stdout).to.match(/To do by hand, because the app is somebody else's:\n {2}1\. App Theirs/);
      expect(stdout).to.include(`run it again: sf s2s link ${ends.join(' ')} --app-name theirs`);
      expect(stdout).not.to.match(/BEGIN CERTIFICATE/);
    }));

  it('uses a profile or a permission set that the app pre-authorises already', () =>
    withPair({}, async (pair) => {
      await addConnectedApp(pair, {
        oauthConfig: { ...(connectedApp.oauthConfig as Node), isAdminApproved: 'true' },
        profileName: ['System Administrator'],
      });
      const { result } = await link(pair, readOnly);
      expect(result.links[0].todo.map(({ id }) => id)).to.deep.equal(['certificate', 'scopes']);
      pair.spoke.addUser({ username: 'svc@spoke.example', profile: 'Standard User' });
      await make(pair, 'PermissionSet', 'Partners', { label: 'Partners' });
      await edit(pair, 'ConnectedApp', 'Theirs', { permissionSetName: ['Partners'] });
      const other = await link(pair, { serviceUser: 'svc@spoke.example' });
      expect(other.result.links[0].todo.at(-1)?.actions[0]).to.match(/--name Partners .*svc@spoke\.example$/);
      rows(pair.spoke.org, 'User').find(({ Username }) => Username === 'svc@spoke.example')!.IsActive = false;
      const { 'pre-authorisation': rung } = await verify(pair);
      expect([rung.findings, rung.actions.length]).to.deep.equal([['inactiveUser'], 1]);
      expect(rung.actions[0]).to.match(/^sf data update record .*IsActive=true/);
    }));
});
