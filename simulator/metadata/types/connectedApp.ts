import type { Node, Org } from '../../org.ts';
import { deleteRows, rows } from '../../tables.ts';
import { checkCertificate } from '../appCertificate.ts';
import { settleConsumerKey } from '../consumerKey.ts';
import { flag, node, text, texts, without } from '../content.ts';
import { checkCallbackUrls, checkEmail, checkLength, checkPicklist } from '../values.ts';
import { MetadataProblem, noSuch } from '../problem.ts';
import { field, putAccess, putRow, rowOf } from '../records.ts';
import { notChecked, usersNotChecked } from '../typeRules.ts';
import type { TypeRules } from '../typeRules.ts';
import { profileAccess } from './profileAccess.ts';

/** Scopes that come back under another name (Metadata API Developer Guide, ConnectedAppOauthAccessScope). */
const aliases: Record<string, string> = {
  OfflineAccess: 'RefreshToken',
  Email: 'Basic',
  Phone: 'Basic',
  Address: 'Basic',
  Profile: 'Basic',
};

/** A permission set as a connected app names it: by its label (seen in retrieved files; the guide is silent). */
const byLabel = (org: Org, label: string) =>
  rowOf(org, 'PermissionSet', (row) => row.Label === label && row.IsOwnedByProfile !== true);

const isKeyless = (body: Node): boolean => node(body, 'oauthConfig') === undefined;

const checkPolicy = (policy: Node | undefined): void => {
  checkPicklist('IP Relaxation', text(policy, 'ipRelaxation'), [
    'ENFORCE',
    'BYPASS',
    'BYPASS_2FACTOR',
    'ENFORCE_RELAXREFRESH',
  ]);
  const refresh = text(policy, 'refreshTokenPolicy');
  if (
    refresh !== undefined &&
    !/^(infinite|zero|specific_(lifetime|inactivity):\d+:(HOURS|DAYS|MONTHS))$/.test(refresh)
  ) {
    checkPicklist('Refresh Token Policy', refresh, []);
  }
};

const completeConfig = (org: Org, fullName: string, sent: Node): Node => {
  const config = without(sent, 'consumerSecret');
  checkCallbackUrls(text(config, 'callbackUrl'));
  checkCertificate(text(config, 'certificate'));
  const scopes = texts(config, 'scopes').map((scope) => aliases[scope] ?? scope);
  return {
    ...config,
    consumerKey: settleConsumerKey(
      org,
      'ConnectedApp',
      fullName,
      text(config, 'consumerKey'),
      /^[A-Za-z0-9]{8,256}$/
    ),
    ...(scopes.length > 0 && { scopes: [...new Set(scopes)] }),
  };
};

/**
 * ConnectedApp (Metadata API Developer Guide). New ones are blocked since Spring '26, through the Metadata API too
 * (Salesforce Help 005228017; text seen live); those that exist can be changed and deleted.
 */
export const connectedApp: TypeRules = {
  check: (org, fullName, sent) => {
    if (!org.settings.connectedAppCreation && !org.components.has(`ConnectedApp:${fullName}`)) {
      throw new MetadataProblem(
        'FIELD_INTEGRITY_EXCEPTION',
        "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support."
      );
    }
    checkLength('Connected App Name', text(sent, 'label'), 80);
    checkEmail('Contact Email', text(sent, 'contactEmail'));
    checkPolicy(node(sent, 'oauthPolicy'));
    for (const label of texts(sent, 'permissionSetName')) {
      if (!byLabel(org, label)) throw noSuch('permissionSetName', 'PermissionSet', label);
    }
    const config = node(sent, 'oauthConfig');
    const body = config ? { ...sent, oauthConfig: completeConfig(org, fullName, config) } : sent;
    const profiles = profileAccess(org, texts(sent, 'profileName')).unknown;
    const plugin = text(sent, 'plugin');
    const warnings = [
      ...profiles.map((name) => notChecked('profileName', 'Profile', name)),
      ...(plugin === undefined ? [] : [notChecked('plugin', 'ApexClass', plugin)]),
      ...usersNotChecked(org, sent, 'pluginExecutionUser'),
      ...usersNotChecked(org, config, 'oauthClientCredentialUser'),
    ];
    return { body, warnings };
  },
  save: (org, fullName, body) => {
    const config = node(body, 'oauthConfig');
    const approved = flag(config, 'isAdminApproved');
    const held = org.components.get(`ConnectedApp:${fullName}`)?.id;
    const { Id } = putRow(org, 'ConnectedApplication', (row) => row.Id === held, {
      Name: text(body, 'label'),
      ContactEmail: text(body, 'contactEmail'),
      ContactPhone: text(body, 'contactPhone') ?? null,
      Description: text(body, 'description') ?? null,
      InfoUrl: text(body, 'infoUrl') ?? null,
      StartUrl: text(body, 'startUrl') ?? null,
      OptionsAllowAdminApprovedUsersOnly: approved,
    });
    const parents = [
      ...texts(body, 'permissionSetName').map((label) => byLabel(org, label)?.Id ?? ''),
      ...profileAccess(org, texts(body, 'profileName')).parentIds,
    ];
    putAccess(
      org,
      'ConnectedApplication',
      approved && !isKeyless(body) ? parents.map((parentId) => ({ parentId, entityId: Id })) : [],
      (row) => row.SetupEntityId === Id
    );
    return Id;
  },
  remove: (org, fullName) => {
    const id = org.components.get(`ConnectedApp:${fullName}`)?.id;
    deleteRows(org, 'SetupEntityAccess', (row) => row.SetupEntityId === id);
    deleteRows(org, 'ConnectedApplication', (row) => row.Id === id);
  },
  read: (org, { id, body }) => {
    const labels = rows(org, 'SetupEntityAccess')
      .filter((row) => row.SetupEntityId === id)
      .flatMap(
        (row) =>
          rowOf(org, 'PermissionSet', (one) => one.Id === row.ParentId && one.IsOwnedByProfile !== true) ?? []
      )
      .map((row) => field(row, 'Label'));
    return { ...without(body, 'permissionSetName'), ...(labels.length > 0 && { permissionSetName: labels }) };
  },
};
