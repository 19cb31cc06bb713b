/** A process of its own: a hub and its spokes, until whoever started it lets go. Told what to be in its first argument. */
import { generateKeyPairSync } from 'node:crypto';
import { homeEnvironment, saveLogins } from '../simulator/logins.ts';
import { createMetadata } from '../simulator/metadata/crud.ts';
import { startOrg } from '../simulator/server.ts';

export type WantedOrgs = {
  home: string;
  logFile: string;
  spokes: number;
  latency: number;
  deploy: number;
  certificate: number;
  /** Name of a certificate that the hub has from the start. */
  hasCertificate?: string;
};

const wanted = JSON.parse(process.argv[2]) as WantedOrgs;
Object.assign(process.env, homeEnvironment(wanted.home), { SF_DISABLE_LOG_FILE: 'true' });

/** An org that has just started is slower than one that runs: a link between two others, which are gone afterwards. */
const warmUp = async (): Promise<void> => {
  const { link, withPair } = await import('../test/e2e/pair.ts');
  await withPair({}, async (pair) => {
    await link(pair);
  });
};

await warmUp();
// Keys of 4096 bits take between a fraction of a second and several: they are made once, and a certificate takes its time.
const keys = generateKeyPairSync('rsa', { modulusLength: 4096 });
const settings = {
  latency: wanted.latency,
  deployDuration: wanted.deploy,
  certificateDuration: wanted.certificate,
  keyPair: () => Promise.resolve(keys),
};
const { logFile } = wanted;
const hub = await startOrg({ kind: 'developer', alias: 'hub', name: 'Hub', settings }, { logFile });
const spokes = await Promise.all(
  Array.from({ length: wanted.spokes }, (_, i) =>
    startOrg({ kind: 'sandbox', alias: `spoke${i + 1}`, name: `Spoke ${i + 1}`, settings }, { logFile })
  )
);
if (wanted.hasCertificate !== undefined) {
  const fullName = wanted.hasCertificate;
  const body = {
    caSigned: 'false',
    keySize: '4096',
    masterLabel: fullName,
    privateKeyExportable: 'false',
  };
  await createMetadata(hub.org, [{ type: 'Certificate', fullName, body }]);
}
await saveLogins([hub, ...spokes]);
process.once('disconnect', () => process.exit());
process.send?.({ hub: hub.org.alias, spokes: spokes.map(({ org }) => org.alias) });
