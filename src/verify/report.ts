import { exitCodes, say } from '../messages.ts';
import { asText, checkSection, type Section } from '../report.ts';
import { junitXml } from './junit.ts';
import type { VerifyOutcome, VerifyRequest } from './links.ts';
import { waitCommand } from './remedies.ts';

/** 0 when no check failed, 69 when a change may still be spreading after --wait, 1 otherwise. */
export const exitCodeOf = ({ passed, unfinished }: VerifyOutcome): number => {
  if (passed) return 0;
  return unfinished ? exitCodes.unfinished : exitCodes.failed;
};

/** What verify prints for people: the rungs of each link, and how to go on. */
export const verifyReport = ({ result, unfinished }: VerifyOutcome, request: VerifyRequest): Section[] => {
  const spokes = request.spokes.map(({ name }) => name);
  const again = waitCommand({ ...request, hub: request.hub.name, spokes });
  return [
    ...result.links.map(checkSection),
    ...(unfinished ? [{ lines: [say('s2s', 'verify.pending', { again })] }] : []),
  ];
};

/** The result as a document. @param sections what verify prints for people */
export const verifyDocument = (
  format: 'human' | 'json' | 'junit',
  outcome: VerifyOutcome,
  sections: Section[]
): string => {
  if (format === 'json') return `${JSON.stringify(outcome.result, null, 2)}\n`;
  return format === 'junit' ? junitXml(outcome) : asText(sections);
};
