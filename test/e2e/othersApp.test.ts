import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createMetadata, updateMetadata } from '../../simulator/metadata/crud.ts';
import type { Component, Node } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';
import { fingerprint } from '../../src/metadata/certificate.ts';
import { exitCodeOf } from '../../src/link/report.ts';
import { makePem } from '../certificates.ts';
import { run } from './command.ts';
import { changesSince, link, type Pair, thrownBy, verify, withPair } from './pair.ts';

const make = async ({ spoke }: Pair, type: string, fullName: string, body: Node): Promise<void> => {
  const { results } = await createMetadata(spoke.org, [{ type, fullName, body }]);
  expect(results[0].errors).to.deep.equal([]);
};

/** Changes a component as an admin does it in Setup: what is not named stays. */
const edit = async ({ spoke }: Pair, type: string, fullName: string, change: Node): Promise<void> => {
  const { body } = componentOf(spoke, type, fullName);
  const { results } = await updateMetadata(spoke.org, [{ type, fullName, body: { ...body, ...change } }]);
  expect(results[0].errors).to.deep.equal([]);
};

const componentOf = ({ org }: Pair['spoke'], type: string, fullName: string): Component =>
  org.components.get(`${type}:${fullName}`)!;

/** What an integration team may have set on a connected app of its own. */
const connectedApp: Node = {
  canvasConfig: { accessMethod: 'Get', canvasUrl: 'https://x.example', locations: ['None'] },
  contactEmail: 'team@spoke.example',
  contactPhone: '12345',
  description: 'Ask the integration team.',
  ipRanges: [
    { description: 'Office', end: '10.0.0.9', start: '10.0.0.1' },
    { end: '10.1.0.9', start: '10.1.0.1' },
  ],
  label: 'Our Integration',
  oauthConfig: {
    callbackUrl: 'https://x.example/callback',
    certificate: makePem(),
    idTokenConfig: { idTokenIncludeAttributes: 'true', idTokenValidity: '10' },
    isAdminApproved: 'false',
    isConsumerSecretOptional: 'true',
    isRefreshTokenRotationEnabled: 'true',
    scopes: ['Web', 'OpenID'],
    singleLogoutUrl: 'https://x.example/out',
  },
  oauthPolicy: {
    ipRelaxation: 'ENFORCE_RELAXREFRESH',
    refreshTokenPolicy: 'specific_inactivity:7:DAYS',
    singleLogoutUrl: 'https://x.example/away',
  },
  sessionPolicy: { sessionLevel: 'STANDARD', sessionTimeout: '30' },
  startUrl: 'https://x.example/start',
};

const addConnectedApp = async (pair: Pair, more: Node = {}): Promise<string> => {
  pair.spoke.org.settings.connectedAppCreation = true;
  await make(pair, 'ConnectedApp', 'Theirs', { ...connectedApp, ...more });
  pair.spoke.org.settings.connectedAppCreation = false;
  const { oauthConfig } = componentOf(pair.spoke, 'ConnectedApp', 'Theirs').body;
  return String((oauthConfig as Node).consumerKey);
};

/** Names that tools give to what belongs to an external client app: settings, global settings, OAuth policy, policy. */
const schemes: Record<string, [string, string, string, string]> = {
  'as Setup does': ['_oauth', '_glbloauth', '_oauthPlcy', '_plcy'],
  hardis: ['OAuthSettings', 'GlblOAuth', 'OAuthSettings_defaultPolicy', '_defaultPolicy'],
  'migrated from a connected app': ['_defOauthSet', '_defGlblOauthSet', '_oauth_defaultPolicy', '_defPlcy'],
  'registered automatically': ['_OAuth', '_Global', '_OAuthPolicy', '_Policy'],
};
const types = [
  'ExtlClntAppOauthSettings',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
];

const bodies = (): Node[] => [
  { commaSeparatedOauthScopes: 'Web, RefreshToken', label: 'x' },
  {
    callbackUrl: 'https://x.example/callback',
    isPkceRequired: 'false',
    isTokenExchangeEnabled: 'true',
    label: 'x',
  },
  { ipRelaxationPolicyType: 'Bypass', label: 'x', refreshTokenPolicyType: 'Zero' },
  { isEnabled: 'true', isOauthPluginEnabled: 'true', isSamlPluginEnabled: 'true', label: 'x' },
];

/** An external client app whose parts have names of some scheme; parts that are left out are not made. */
const addExternalClientApp = async (
  pair: Pair,
  suffixes: string[],
  isThere: (type: string) => boolean = () => true
): Promise<void> => {
  await make(pair, 'ExternalClientApplication', 'Theirs', {
    contactEmail: 'team@spoke.example',
    description: 'Ask the integration team.',
    distributionState: 'Local',
    label: 'Their App',
  });
  // The OAuth policy first: the org would make one of its own name as soon as there are OAuth settings.
  for (const i of [2, 3, 0, 1]) {
    if (!isThere(types[i])) continue;
    const body = { externalClientApplication: 'Theirs', ...bodies()[i] };
    await make(pair, types[i], `Theirs${suffixes[i]}`, body);
  }
};

const adopted = { appName: 'Theirs', adopt: true };
const readOnly = { appName: 'Theirs' };

describe("link --app-name of somebody else's app, --adopt", () => {
  it('takes a connected app over and keeps whatever it holds', () =>
    withPair({}, async (pair) => {
      await make(pair, 'PermissionSet', 'Others', { label: 'The others' });
      const key = await addConnectedApp(pair, {
        oauthConfig: { ...(connectedApp.oauthConfig as Node), isAdminApproved: 'true' },
        permissionSetName: ['The others'],
        profileName: ['Standard User'],
      });
      const { verdict, result, warnings } = await link(pair, adopted);
      expect(verdict?.passed).to.equal(true);
      expect(result.links[0]).to.include({ app: 'Theirs', appKind: 'connected-app' });
      expect(result.links[0].todo).to.deep.equal([]);
      const { body } = componentOf(pair.spoke, 'ConnectedApp', 'Theirs');
      const { description, oauthConfig, permissionSetName: _sets, profileName, ...rest } = body;
      const { oauthConfig: _config, description: _description, ...before } = connectedApp;
      expect(rest).to.deep.equal(before);
      expect(description).to.match(/^Ask the integration team\.\nManaged by sf s2s: /);
      expect([profileName].flat()).to.deep.equal(['Standard User']);
      const { certificate, scopes, ...config } = oauthConfig as Node;
      const { certificate: _pem, scopes: _scopes, ...configBefore } = connectedApp.oauthConfig as Node;
      expect(config).to.deep.equal({ ...configBefore, isAdminApproved: 'true', consumerKey: key });
      expect(scopes).to.deep.equal(['Web', 'OpenID', 'Api', 'RefreshToken']);
      expect(fingerprint(String(certificate))).not.to.equal(fingerprint(String(_pem)));
      const access = rows(pair.spoke.org, 'SetupEntityAccess');
      expect(
        access.filter(({ SetupEntityType }) => SetupEntityType === 'ConnectedApplication')
      ).to.have.length(3);
      expect(warnings.join())
        .to.match(/trusted another certificate/)
        .and.not.match(/authorise themselves/);
      expect((await link(pair)).result.links[0].changed).to.equal(false);
    }));

  for (const [scheme, suffixes] of Object.entries(schemes)) {
    it(`finds the parts of an external client app by what they reference: ${scheme}`, () =>
      withPair({}, async (pair) => {
        await addExternalClientApp(pair, suffixes);
        const { verdict, warnings } = await link(pair, adopted);
        expect(verdict?.passed).to.equal(true);
        expect(warnings.join()).to.match(/let users authorise themselves/);
        const own = [...pair.spoke.org.components.values()].filter(({ type }) => type.startsWith('Extl'));
        expect(own.map(({ type, fullName }) => `${type} ${fullName}`)).to.have.members(
          types.map((type, i) => `${type} Theirs${suffixes[i]}`)
        );
        const body = (i: number): Node => componentOf(pair.spoke, types[i], `Theirs${suffixes[i]}`).body;
        expect(body(0)).to.include({ commaSeparatedOauthScopes: 'Web, RefreshToken, Api' });
        expect(body(1)).to.include({ isPkceRequired: 'false', isTokenExchangeEnabled: 'true' });
        expect(body(2)).to.include({ ipRelaxationPolicyType: 'Bypass', refreshTokenPolicyType: 'Zero' });
        expect(body(3)).to.include({ isSamlPluginEnabled: 'true' });
        expect((await link(pair)).result.links[0].changed).to.equal(false);
      }));
  }

  for (const missing of types) {
    it(`makes what an external client app lacks: ${missing}`, () =>
      withPair({}, async (pair) => {
        const suffixes = schemes['registered automatically'];
        await addExternalClientApp(pair, suffixes, (type) => type !== missing);
        const { verdict } = await link(pair, adopted);
        expect(verdict?.passed).to.equal(true);
        const made = [...pair.spoke.org.components.values()].filter(({ type }) => type.startsWith('Extl'));
        expect(made).to.have.length(4);
        expect((await link(pair)).result.links[0].changed).to.equal(false);
      }));
  }
});

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
        },
        {
          org: 'spoke',
          type: 'SetupEntityAccess',
          name: 'Theirs_Access: Theirs',
          action: 'manual',
          changes: ['newPermissionSet'],
        },
        {
          org: 'spoke',
          type: 'PermissionSetAssignment',
          name: `Theirs_Access: ${pair.spoke.username}`,
          action: 'manual',
          changes: ['assignment'],
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
      expect(Object.values(await verify(pair)).every(({ status }) => status === 'passed')).to.equal(true);
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
    }));

  it('can not go on without a consumer key, and changes nothing then', () =>
    withPair({ spoke: { settings: { revealConsumerKey: false } } }, async (pair) => {
      await addExternalClientApp(pair, schemes.hardis);
      const hidden = await thrownBy(link(pair, readOnly));
      expect(hidden).to.include({ name: 'ConsumerKeyHiddenError', exitCode: 69 });
      expect(hidden.actions?.[0]).to.match(/Setup > External Client App Manager > Their App > /);
      expect(hidden.actions?.[1]).to.match(/--app-name Theirs --consumer-key CONSUMER_KEY$/);
      expect(changesSince(pair.hub, 0)).to.deep.equal([]);
      const { consumerKey } = componentOf(pair.spoke, types[1], `Theirs${schemes.hardis[1]}`).body;
      const { result } = await link(pair, { ...readOnly, consumerKey: String(consumerKey) });
      expect(result.links[0].todo).to.have.length(5);
    }));

  it('says so where the app has no OAuth settings at all', () =>
    withPair({}, async (pair) => {
      pair.spoke.org.settings.connectedAppCreation = true;
      await make(pair, 'ConnectedApp', 'Theirs', { contactEmail: 'a@b.example', label: 'Canvas' });
      const error = await thrownBy(link(pair, readOnly));
      expect(error.name).to.equal('AppWithoutOauthError');
      expect(error.actions?.[0]).to.match(/--app-name Theirs --adopt$/);
      expect((await link(pair, adopted)).verdict?.passed).to.equal(true);
    }));

  it('leaves an app that only has the name of a new one alone, and says how to use it', () =>
    withPair({}, async (pair) => {
      const name = `localhost_${new URL(pair.hub.url).port}`;
      await make(pair, 'ExternalClientApplication', name, { contactEmail: 'a@b.example', label: name });
      const error = await thrownBy(link(pair));
      expect(error.name).to.equal('ConflictForeignAppError');
      expect(error.actions?.[1]).to.include(`--app-name ${name}`);
    }));

  it('goes on using it after the link went through an app of its own', () =>
    withPair({}, async (pair) => {
      await link(pair);
      await addConnectedApp(pair);
      expect((await link(pair, readOnly)).result.links[0].app).to.equal('Theirs');
      const again = await link(pair);
      expect([again.result.links[0].app, exitCodeOf(again)]).to.deep.equal(['Theirs', 69]);
      expect(again.result.links[0].changed).to.equal(false);
    }));
});
