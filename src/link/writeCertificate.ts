import { join } from 'node:path';
import type { HubState } from '../observe/hub.ts';
import { writeFiles } from '../source/write.ts';
import { certificateFile } from '../todo.ts';
import type { Plan } from './plan.ts';

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
