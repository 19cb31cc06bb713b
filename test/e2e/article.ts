import { createMetadata } from '../../simulator/metadata/crud.ts';
import type { Node } from '../../simulator/org.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { rows } from '../../simulator/tables.ts';
import { externalCredential, namedCredential, type HubSpec } from '../../src/metadata/hub.ts';
import { audiences } from '../../src/metadata/audience.ts';
import { runApex } from '../../src/org/apex.ts';
import { componentOf, make } from './othersApp.ts';
import type { Pair } from './pair.ts';

/** As it comes over the wire: flags and numbers are text. */
const asText = (body: unknown): Node =>
  JSON.parse(JSON.stringify(body), (_key, value: unknown) =>
    typeof value === 'boolean' || typeof value === 'number' ? String(value) : value
  ) as Node;

const makeOnHub = async ({ hub }: Pair, type: string, fullName: string, body: Node): Promise<void> => {
  const { results } = await createMetadata(hub.org, [{ type, fullName, body }]);
  if (results[0].errors.length > 0) throw new Error(JSON.stringify(results[0].errors));
};

/** The app as the article has it made, of either kind. @returns its consumer key */
const makeApp = async (pair: Pair, kind: 'connected-app' | 'external-client-app'): Promise<string> => {
  const app = {
    callbackUrl: `${pair.hub.url}/services/oauth2/callback`,
    certificate: pair.hub.org.certificates.get('Hub_Org')!.pem,
  };
  const contact = { contactEmail: 'me@spoke.example', label: 'Hub Org' };
  if (kind === 'connected-app') {
    pair.spoke.org.settings.connectedAppCreation = true;
    await make(pair, 'ConnectedApp', 'Hub_Org', {
      ...contact,
      oauthConfig: { ...app, isAdminApproved: 'true', scopes: ['Api', 'RefreshToken'] },
      profileName: ['System Administrator'],
    });
    pair.spoke.org.settings.connectedAppCreation = false;
    return String((componentOf(pair.spoke, 'ConnectedApp', 'Hub_Org').body.oauthConfig as Node).consumerKey);
  }
  const part = { externalClientApplication: 'Hub_Org', label: 'x' };
  await make(pair, 'ExternalClientApplication', 'Hub_Org', { ...contact, distributionState: 'Local' });
  await make(pair, 'ExtlClntAppOauthConfigurablePolicies', 'Hub_Org_policy', {
    ...part,
    commaSeparatedProfile: 'System Administrator',
    ipRelaxationPolicyType: 'Enforce',
    permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
    refreshTokenPolicyType: 'Infinite',
  });
  await make(pair, 'ExtlClntAppOauthSettings', 'Hub_Org_settings', {
    ...part,
    commaSeparatedOauthScopes: 'Api, RefreshToken',
  });
  await make(pair, 'ExtlClntAppGlobalOauthSettings', 'Hub_Org_global', { ...part, ...app });
  return String(componentOf(pair.spoke, 'ExtlClntAppGlobalOauthSettings', 'Hub_Org_global').body.consumerKey);
};

/**
 * Links a pair by hand as an article of 2023 does it in Setup: certificate and app `Hub_Org`, credentials `Spoke_Org`, a
 * permission set for the principal, the app open to a profile. Nothing has a description.
 * @param without claims that are left out
 */
export const linkByHand = async (
  pair: Pair,
  kind: 'connected-app' | 'external-client-app',
  serviceUser: string,
  without: string[] = []
): Promise<void> => {
  const { hub, spoke } = pair;
  await makeOnHub(pair, 'Certificate', 'Hub_Org', { caSigned: 'false', masterLabel: 'Hub Org' });
  const spec: HubSpec = {
    name: 'Spoke_Org',
    label: 'Spoke Org',
    marker: '',
    spokeUrl: spoke.url,
    certificate: 'Hub_Org',
    consumerKey: await makeApp(pair, kind),
    serviceUser,
    audience: audiences({ isSandbox: spoke.org.kind === 'sandbox', url: spoke.url })[0],
    principal: 'Spoke_Principal',
    credentialAccess: 'modify-all',
    apiVersion: 66,
  };
  const { description: _external, ...external } = asText(externalCredential(spec).body);
  await makeOnHub(pair, 'ExternalCredential', 'Spoke_Org', {
    ...external,
    externalCredentialParameters: (external.externalCredentialParameters as Node[]).filter(
      ({ parameterName }) => !without.includes(String(parameterName))
    ),
  });
  const { description: _named, ...named } = asText(namedCredential(spec).body);
  await makeOnHub(pair, 'NamedCredential', 'Spoke_Org', {
    ...named,
    namedCredentialParameters: [
      ...(named.namedCredentialParameters as Node[]),
      { certificate: 'Hub_Org', parameterName: 'ClientCertificate', parameterType: 'ClientCertificate' },
    ],
  });
  await makeOnHub(pair, 'PermissionSet', 'Spoke_Org_External_Credential', {
    externalCredentialPrincipalAccesses: {
      enabled: 'true',
      externalCredentialPrincipal: 'Spoke_Org-Spoke_Principal',
    },
    label: 'Spoke Org External Credential',
  });
  await pair.ends.hub.sobject('PermissionSetAssignment').create({
    AssigneeId: hub.org.adminId,
    PermissionSetId: rows(hub.org, 'PermissionSet').find(
      ({ Name }) => Name === 'Spoke_Org_External_Credential'
    )!.Id,
  });
};

/** The article's own test, with a path that needs a session, and a token that is asked for anew. @returns what went wrong */
export const callOut = async ({ hub, ends }: Pair): Promise<string> => {
  hub.org.calloutTokens.clear();
  const outcome = await runApex(
    ends.hub,
    `HttpRequest request = new HttpRequest();
    request.setEndPoint('callout:Spoke_Org/services/data/v60.0/');
    request.setMethod('GET');
    HttpResponse response = new HTTP().send(request);
    System.assertEquals(200, response.getStatusCode());`
  );
  return outcome.kind === 'value' ? outcome.value : outcome.message;
};

/** Calls out all the time while something is done. @returns how often, and what went wrong */
export const callingDuring = async (
  pair: Pair,
  work: Promise<unknown>
): Promise<{ calls: number; problems: string[] }> => {
  let isOver = false;
  const over = work.finally(() => (isOver = true));
  const problems: string[] = [];
  let calls = 0;
  while (!isOver) {
    const problem = await callOut(pair);
    calls += 1;
    if (problem !== '') problems.push(problem);
  }
  await over;
  return { calls, problems };
};

/** Names of what an org has of some types. */
export const namesOf = ({ org }: SimulatedOrg, ...types: string[]): string[] =>
  [...org.components.values()].flatMap(({ type, fullName }) => (types.includes(type) ? [fullName] : []));
