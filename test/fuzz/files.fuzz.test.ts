import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readChainFile } from '../../src/certificate/file.ts';
import { guardChain } from '../../src/certificate/chain.ts';
import { manifestDocument } from '../../src/export/document.ts';
import { render } from '../../src/handover/document.ts';
import { readReply, readRequest } from '../../src/handover/read.ts';
import { loadManifest, readManifest } from '../../src/manifest/read.ts';
import { writeSource } from '../../src/source/write.ts';
import { makeAuthority } from '../authority.ts';
import { makeReply, makeRequest } from '../handover/documents.ts';
import { planFor, freshOrgs } from '../linked.ts';
import { alwaysInOrgs, anyText } from '../property.ts';
import { now } from '../states.ts';
import { altered, type Alteration, anyAlteration } from './altering.ts';
import { toldBy } from './outcome.ts';

const directory = mkdtempSync(join(tmpdir(), 's2s-fuzz-'));
const file = join(directory, 'file');
const authority = makeAuthority('Fuzz', now.getTime());

/** What is read, as it should be, and who reads it. */
type Reading = { whole: string; read: () => Promise<unknown> };

const nobody = { orgId: null, username: null, alias: null, url: null };
const links = [
  { spoke: 'one', name: 'acme', assignTo: ['ann@hub.example'], ipRelaxation: 'Bypass' as const },
  { spoke: 'two', bidirectional: { name: 'back' }, serviceUser: '${USER}' },
];
const manifest = { version: 1 as const, defaults: { adopt: true }, hubs: [{ hub: 'myhub', links }] };

const readings: Record<string, Reading> = {
  'request file': { whole: render(makeRequest()), read: () => readRequest(file, now) },
  'reply file': { whole: render(makeReply()), read: () => readReply(file, now) },
  'manifest in YAML': {
    whole: manifestDocument({ result: { hub: nobody, manifest }, left: ['other'] }),
    read: async () => readManifest(await loadManifest(file), { file, env: { USER: 'svc@spoke.example' } }),
  },
  'manifest in JSON': {
    whole: JSON.stringify(manifest, null, 2),
    read: async () => readManifest(await loadManifest(file), { file, env: {} }),
  },
  'chain of certificates': {
    whole: [authority.other(), authority.intermediate, authority.root].join('\n'),
    read: async () => {
      guardChain(await readChainFile(file, (other) => ({ command: other })), file, now);
    },
  },
};

const attempt = async ({ read }: Reading, content: string | Uint8Array): Promise<void> => {
  writeFileSync(file, content);
  await toldBy(read);
};

describe('a file that is not what it should be is read, or refused in clear words: a', () => {
  for (const [what, reading] of Object.entries(readings)) {
    it(`${what} in which something is altered`, () =>
      alwaysInOrgs(
        fc.asyncProperty(fc.array(anyAlteration, { minLength: 1, maxLength: 3 }), (alterations) =>
          attempt(reading, alterations.reduce<string>(altered, reading.whole))
        ),
        { examples: 60 }
      ));

    it(`${what} in which a byte is another`, () =>
      alwaysInOrgs(
        fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, by) => {
          const bytes = Buffer.from(reading.whole);
          bytes[at % bytes.length] ^= by;
          return attempt(reading, bytes);
        }),
        { examples: 40 }
      ));

    it(`${what} that is anything at all`, () =>
      alwaysInOrgs(
        fc.asyncProperty(fc.oneof(anyText, fc.uint8Array(), fc.json()), (content) =>
          attempt(reading, content)
        ),
        { examples: 30 }
      ));
  }

  it('file of earlier source files in which something is altered', async () => {
    const orgs = freshOrgs();
    const link = { hub: orgs.hub, spoke: orgs.spoke.org, plan: planFor(orgs), consumerKey: undefined };
    const whole = '{"replacements":[{"filename":"a","stringToReplace":"b","replaceWithEnv":"S2S_C"}]}';
    const rewrite = async (alteration: Alteration): Promise<void> => {
      const outputDir = mkdtempSync(join(directory, 'out-'));
      writeFileSync(join(outputDir, 'replacements.json'), altered(whole, alteration));
      await toldBy(() => writeSource([link], outputDir));
    };
    await alwaysInOrgs(fc.asyncProperty(anyAlteration, rewrite), { examples: 30 });
  });
});
