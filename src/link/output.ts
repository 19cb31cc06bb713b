import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure } from '../messages.ts';
import { fill, type Later } from '../metadata/component.ts';
import { sourcePath, toXml } from '../metadata/xml.ts';
import type { Plan } from './plan.ts';

/** What stands in a file for a value that is not known yet. */
const placeholders: Record<Later['later'], string> = {
  consumerKey: '${S2S_CONSUMER_KEY}',
  certificatePem: '${S2S_CERTIFICATE}',
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
  try {
    await Promise.all(
      files.map(async ({ path, text }) => {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, text);
      })
    );
  } catch (error) {
    throw failure('outputDir', { directory: outputDir, problem: (error as Error).message });
  }
  return files.map(({ path }) => path);
};
