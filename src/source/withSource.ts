import { say, withAction } from '../text/messages.ts';
import type { SourceLink } from './files.ts';
import { checkOutputDir, writeSource } from './write.ts';

/** Takes a link for the source files, in the place of what was taken of it before. */
export type Keep = (link: SourceLink) => void;

/**
 * Does some work on links and writes those that it keeps as source files, also where it fails: what was planned is known
 * then, all the same.
 * @param outputDir undefined: nothing is written. It is tried out before the work begins
 * @returns what the work returns, and the paths of the files
 * @throws SfError when the directory can't be written to, or what the work throws
 */
export const withSource = async <T>(
  outputDir: string | undefined,
  work: (keep: Keep | undefined) => Promise<T>
): Promise<{ done: T; files: string[] }> => {
  if (outputDir === undefined) return { done: await work(undefined), files: [] };
  await checkOutputDir(outputDir);
  const links = new Map<string, SourceLink>();
  const keep: Keep = (link) => links.set(`${link.hub.org.id} ${link.plan.choice.name}`, link);
  const [ended] = await Promise.allSettled([work(keep)]);
  const write = (): Promise<string[]> => writeSource([...links.values()], outputDir);
  if (ended.status === 'rejected') {
    // That the files can't be written is the smaller trouble then.
    await write().catch(() => undefined);
    throw ended.reason;
  }
  try {
    return { done: ended.value, files: await write() };
  } catch (error) {
    throw withAction(error, say('s2s', 'source.orgsStay'));
  }
};
