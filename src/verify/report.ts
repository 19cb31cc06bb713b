import { asJson } from '../text/json.ts';
import { exitCodes, say } from '../text/messages.ts';
import { asText, checkSection, type Section } from '../report/report.ts';
import type { LinkResult } from '../result.ts';
import { junitXml } from './junit.ts';
import type { VerifyOutcome, VerifyRequest } from './links.ts';
import { waitCommand } from './remedies.ts';

/** 0 when no check failed, 69 when a change may still be spreading after --wait, 1 otherwise. */
export const exitCodeOf = ({ passed, unfinished }: VerifyOutcome): number => {
  if (passed) return 0;
  return unfinished ? exitCodes.unfinished : exitCodes.failed;
};

const namesOf = (links: LinkResult[]): string => links.map(({ name }) => name).join(', ');

/** Whether the links work, in a sentence. Without a callout that is not proved, though no check failed. */
const summary = (links: LinkResult[]): string => {
  const failed = links.flatMap(({ name, checks }) => {
    const check = checks.find(({ status }) => status === 'failed')?.id;
    return check ? [{ name, check }] : [];
  });
  const count = links.length;
  if (count === 1 && failed.length === 1) {
    const [{ name, check }] = failed;
    return say('s2s', 'verify.fails', { name, check });
  }
  if (failed.length > 0) {
    const others = failed
      .map(({ name, check }) => say('s2s', 'verify.failedCheck', { name, check }))
      .join(', ');
    return say('s2s', 'verify.someFail', { good: count - failed.length, count, others });
  }
  const unproved = links.filter(({ checks }) => checks.at(-1)?.status === 'skipped');
  if (unproved.length > 0) return say('s2s', 'verify.unproved', { names: namesOf(unproved) });
  return say('s2s', count === 1 ? 'verify.works' : 'verify.allWork', { names: namesOf(links), count });
};

/** What verify prints for people: the rungs of each link, whether all work, and how to go on. */
export const verifyReport = (
  { result, unfinished }: VerifyOutcome,
  request: Omit<VerifyRequest, 'hub'> & { hub: { name: string } }
): Section[] => {
  const spokes = request.spokes.map(({ name }) => name);
  const again = waitCommand({ ...request, hub: request.hub.name, spokes });
  return [
    ...result.links.map(checkSection),
    { lines: [summary(result.links), ...(unfinished ? [say('s2s', 'verify.pending', { again })] : [])] },
  ];
};

/** The result as a document. @param sections what verify prints for people */
export const verifyDocument = (
  format: 'human' | 'json' | 'junit',
  outcome: VerifyOutcome,
  sections: Section[]
): string => {
  if (format === 'json') return asJson(outcome.result);
  if (format !== 'junit') return asText(sections);
  return junitXml({ ...outcome, times: outcome.verdicts.map(({ times }) => times) });
};
