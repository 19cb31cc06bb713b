import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeDirectory } from '../directory.ts';
import { failure } from '../messages.ts';
import { fill, type Later } from '../metadata/component.ts';
import { sourcePath, toXml } from '../metadata/xml.ts';
import type { HubState } from '../observe/hub.ts';
import { certificateFile } from '../todo.ts';
import type { Plan } from './plan.ts';

/** What stands in a file for a value that is not known yet. */
const placeholders: Record<Later['later'], string> = {
  consumerKey: '${S2S_CONSUMER_KEY}',
  certificatePem: '${S2S_CERTIFICATE}',
};

const writeFiles = async (files: { path: string; text: string }[], outputDir: string): Promise<string[]> => {
  try {
    await Promise.all(
      files.map(async ({ path, text }) => {
        await makeDirectory(dirname(path));
        await writeFile(path, text);
      })
    );
  } catch (error) {
    throw failure('outputDir', { directory: outputDir, problem: (error as Error).message });
  }
  return files.map(({ path }) => path);
};

/**
 * Writes the components of a link as source files, `hub/` and `spoke/` apart. Never a Certificate: deploying one may
 * renew its key.
 * @param outputDir made if it is not there
 * @returns the paths of the files
 * @throws SfError when the directory can't be written to
 */
export const writeSource = async ({ steps }: Plan, outputDir: string): Promise<string[]> => {
  const files = steps.flatMap(({ org, type, component }) => {
    if (!component || type === 'Certificate') return [];
    const filled = fill(component, ({ later }) => placeholders[later]);
    return [{ path: join(outputDir, org, sourcePath(filled)), text: toXml(filled) }];
  });
  return writeFiles(files, outputDir);
};

/**
 * Writes the public part of the hub's certificate, for the Setup of a spoke whose app is somebody else's.
 * @returns the path of the file; none where nobody needs it, or the hub has no certificate yet
 * @throws SfError when the directory can't be written to
 */
export const writeCertificate = async (
  { certificates }: HubState,
  { choice }: Plan,
  outputDir: string | undefined
): Promise<string[]> => {
  const certificate = certificates.find(({ name }) => name === choice.certificate.name);
  if (!choice.isReadOnly || outputDir === undefined || !certificate) return [];
  const path = join(outputDir, certificateFile(certificate.name));
  return writeFiles([{ path, text: certificate.x509.toString() }], outputDir);
};
