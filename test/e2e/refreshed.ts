import { saveLogins } from '../../simulator/logins.ts';
import { copyAsSandbox, type SandboxOptions } from '../../simulator/sandbox.ts';
import { certificateOrg } from '../../src/metadata/certificate.ts';
import { nameOfOrg } from '../../src/names.ts';
import type { Credential } from '../../src/observe/credential.ts';
import { observeHub } from '../../src/observe/hub.ts';
import { connect, link, type Pair, withPair } from './pair.ts';

/** A production pair that is linked, and the sandboxes that a refresh made of both. */
export type Refreshed = {
  production: Pair;
  sandbox: Pair;
  /** Name of the link, and of the app of production: on loopback no default fits, since names hold the port. */
  name: string;
  appName: string;
};

export const service = 'svc@acme.example';

/** The sandboxes that a refresh makes of both orgs of a pair, with logins. */
export const refresh = async (production: Pair, options: SandboxOptions): Promise<Pair> => {
  const [hub, spoke] = await Promise.all([
    copyAsSandbox(production.hub, options),
    copyAsSandbox(production.spoke, options),
  ]);
  await saveLogins([hub, spoke]);
  return {
    hub,
    spoke,
    ends: { hub: await connect(hub), spoke: await connect(spoke) },
    close: async () => {
      await Promise.all([hub.close(), spoke.close()]);
    },
  };
};

export const production = { hub: { kind: 'production' }, spoke: { kind: 'production' } } as const;

/** A linked production pair and its sandboxes, for as long as some work takes. */
export const withRefresh = (
  options: SandboxOptions,
  work: (refreshed: Refreshed) => Promise<void>
): Promise<void> =>
  withPair(production, async (pair) => {
    pair.spoke.addUser({ username: service });
    const linked = await link(pair, { serviceUser: service });
    const sandbox = await refresh(pair, options);
    try {
      const [{ name }] = linked.result.links;
      await work({ production: pair, sandbox, name, appName: nameOfOrg(pair.hub.url) });
    } finally {
      await sandbox.close();
    }
  });

/** The credential of a name, as a hub tells it, and the org that made the certificate it signs with. */
export const credentialOf = async (
  { hub }: Pair['ends'],
  name: string
): Promise<Credential & { maker?: string }> => {
  const { credentials, certificates } = await observeHub(hub);
  const credential = credentials.find((one) => one.name === name)!;
  const certificate = certificates.find((one) => one.name === credential.certificate);
  return { ...credential, maker: certificate && certificateOrg(certificate.x509) };
};
