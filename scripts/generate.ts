/**
 * Writes what is derived: from the built commands the oclif manifest, the snapshot of commands and flags and the JSON
 * schemas of results and of the files that two admins exchange; from the table of refusals docs/errors.md. With --check it compares instead, and fails when a committed file is out of date.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Plugin } from '@oclif/core';
import prettier from 'prettier';
import { z } from 'zod';
import { certificateResult } from '../src/certificate/result.ts';
import { exportResult } from '../src/export/result.ts';
import { replyDocument, requestDocument } from '../src/handover/document.ts';
import { hubsResult, linksResult } from '../src/result.ts';
import { errorsPage } from './errorsPage.ts';
import { manifestSchema } from './manifestSchema.ts';

const root = join(import.meta.dirname, '..');

const plugin = new Plugin({ root, type: 'user', ignoreManifest: true, errorOnManifestCreate: true });
await plugin.load();
const { manifest } = plugin;

const snapshot = Object.values(manifest.commands)
  .map(({ id, aliases, flags }) => ({
    alias: aliases,
    command: id,
    flagAliases: Object.values(flags).flatMap((flag) => flag.aliases ?? []),
    flagChars: Object.values(flags)
      .flatMap((flag) => flag.char ?? [])
      .sort(),
    flags: Object.keys(flags).sort(),
    plugin: plugin.name,
  }))
  .sort((a, b) => (a.command < b.command ? -1 : 1));

const schema = z.toJSONSchema(linksResult);
const certificateSchema = z.toJSONSchema(certificateResult);
const generated: Record<string, string> = {
  'schemas/manifest.schema.json': JSON.stringify(manifestSchema()),
  'oclif.manifest.json': JSON.stringify(manifest),
  'command-snapshot.json': JSON.stringify(snapshot),
  'schemas/s2s-apply.json': JSON.stringify(z.toJSONSchema(hubsResult)),
  'schemas/s2s-certificate-request.json': JSON.stringify(certificateSchema),
  'schemas/s2s-certificate-upload.json': JSON.stringify(certificateSchema),
  'schemas/s2s-accept.json': JSON.stringify(schema),
  'schemas/s2s-export.json': JSON.stringify(z.toJSONSchema(exportResult)),
  'schemas/s2s-link.json': JSON.stringify(schema),
  'schemas/s2s-list.json': JSON.stringify(schema),
  'schemas/s2s-reply-file.json': JSON.stringify(z.toJSONSchema(replyDocument)),
  'schemas/s2s-request.json': JSON.stringify(schema),
  'schemas/s2s-request-file.json': JSON.stringify(z.toJSONSchema(requestDocument)),
  'schemas/s2s-rotate.json': JSON.stringify(schema),
  'schemas/s2s-unlink.json': JSON.stringify(schema),
  'schemas/s2s-verify.json': JSON.stringify(schema),
  'docs/errors.md': errorsPage(),
};

const stale: string[] = [];
for (const [path, content] of Object.entries(generated)) {
  const file = join(root, path);
  const text = await prettier.format(content, {
    ...(await prettier.resolveConfig(file)),
    filepath: file,
  });
  if (!process.argv.includes('--check')) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    stale.push(path);
  }
}
if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run: npm run generate`);
  process.exitCode = 1;
}
