import { type Body, type Component, asList, textOf } from '../../src/metadata/component.ts';
import { externalCredential } from '../../src/metadata/hub.ts';
import { readAudience } from '../../src/metadata/audience.ts';
import { listComponents, readComponents } from '../../src/org/metadata.ts';
import { names, probeDescription } from '../names.ts';
import { checkOnly, linkCredential, type Live, type Probe } from '../probe.ts';

/** The link's external credential under another name, with its parameters changed. */
const changed = async (live: Live, change: (parameters: Body[]) => Body[]): Promise<Component> => {
  const { claims, certificate, principals } = await linkCredential(live);
  const component = externalCredential({
    name: names.probe,
    label: names.probe,
    marker: probeDescription,
    spokeUrl: live.spoke.facts.url,
    certificate,
    consumerKey: claims.iss,
    serviceUser: claims.sub,
    audience: String(readAudience(claims.aud)),
    principal: principals[0],
    credentialAccess: 'modify-all',
    apiVersion: live.hub.facts.apiVersion,
  });
  const parameters = change(asList(component.body.externalCredentialParameters));
  return { ...component, body: { ...component.body, externalCredentialParameters: parameters } };
};

const optional = ['alg', 'typ', 'iat', 'nbf', 'exp', 'kid'];

const oneDeploy: Probe = {
  doubts: [{ question: 'Can all parts of the hub go in one deploy?', how: 'the link was made so' }],
  look: async (live) => {
    await linkCredential(live);
    return ['yes'];
  },
};

const plainAudience: Probe = {
  doubts: [
    {
      question: 'Is the audience of an external credential JSON, with its quotes, or text?',
      how: 'the link has it with quotes; a check-only deploy without',
    },
  ],
  look: async (live) => {
    const plain = await changed(live, (parameters) =>
      parameters.map((one) =>
        one.parameterName === 'aud'
          ? { ...one, parameterValue: String(readAudience(textOf(one.parameterValue))) }
          : one
      )
    );
    return [`with quotes: accepted, and it works; without: ${await checkOnly(live.hub, [plain])}`];
  },
};

const fewParameters: Probe = {
  doubts: [
    {
      question: `Can an external credential do without ${optional.join(', ')}?`,
      how: 'a check-only deploy',
    },
  ],
  look: async (live) => {
    const bare = await changed(live, (parameters) =>
      parameters.filter(({ parameterName }) => !optional.includes(textOf(parameterName)))
    );
    return [await checkOnly(live.hub, [bare])];
  },
};

const clientCertificate: Probe = {
  doubts: [
    {
      question: 'What does Setup call the row of a client certificate on a named credential?',
      how: 'the named credentials of the hub are read',
    },
  ],
  look: async ({ hub }) => {
    const { NamedCredential: all } = await listComponents(hub.conn, ['NamedCredential']);
    const rows = (await readComponents(hub.conn, 'NamedCredential', all))
      .flatMap(({ body }) => asList(body.namedCredentialParameters))
      .filter(({ parameterType }) => parameterType === 'ClientCertificate');
    if (rows.length === 0) throw new Error('none of them has a client certificate');
    return [[...new Set(rows.map(({ parameterName }) => textOf(parameterName)))].join(', ')];
  },
};

export const credentialProbes = [oneDeploy, plainAudience, fewParameters, clientCertificate];
