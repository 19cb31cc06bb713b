import type { Connection } from '@salesforce/core';
import { type ApexOutcome, handBack, runApex } from './apex.ts';

/** Apex that looks at something: statements, and the expression of the text that is handed back. They change nothing. */
export type Probe = { statements: string[]; value: string };

export type RunProbe = (probe: Probe) => Promise<ApexOutcome>;

/** So many calls of one org are under way at once; probes that come meanwhile are put together. */
const mostCalls = 10;

/**
 * So many probes go into one call: no source says how long the text of an exception may be, 4 KB are taken as safe, and an
 * assertion of a key of 4096 bits takes 1.2 KB. Three callouts of 15 seconds end before the transport takes the org for silent.
 */
const mostTogether = 3;

const scriptOf = ({ statements, value }: Probe): string => [...statements, handBack(value)].join('\n');

const answered = '=';

/** Runs probes one after another and hands all answers back, an exception of one among them. */
const jointScript = (probes: Probe[]): string =>
  [
    'List<String> answers = new List<String>();',
    ...probes.flatMap(({ statements, value }) => [
      'try {',
      ...statements,
      `answers.add('${answered}' + ${value});`,
      '} catch (Exception failed) {',
      "answers.add('!' + failed.getTypeName() + ': ' + failed.getMessage());",
      '}',
    ]),
    handBack('JSON.serialize(answers)'),
  ].join('\n');

/** What stands in a transaction before a callout can forbid it. Source: Apex Reference Guide, "Callout Limits and Limitations". */
const isFromNeighbour = (answer: string): boolean => /uncommitted work/i.test(answer);

/** @returns the answers of so many probes; nothing where the script broke off */
const readAnswers = (outcome: ApexOutcome, count: number): string[] => {
  if (outcome.kind !== 'value') return [];
  try {
    const answers: unknown = JSON.parse(outcome.value);
    const isWhole =
      Array.isArray(answers) && answers.length === count && answers.every((one) => typeof one === 'string');
    return isWhole ? answers : [];
  } catch {
    return [];
  }
};

type Waiting = { probe: Probe; resolve: (outcome: ApexOutcome) => void; reject: (error: unknown) => void };

/**
 * Lets many probes share calls of one org: each goes on its own as long as few are under way, beyond that up to three in
 * one call. What keeps a shared call from answering for a probe does not count against it: it is run again, alone.
 */
export const probesOn = (conn: Connection): RunProbe => {
  const waiting: Waiting[] = [];
  let calls = 0;
  const runAlone = ({ probe, resolve, reject }: Waiting): Promise<void> =>
    runApex(conn, scriptOf(probe)).then(resolve, reject);
  const runTogether = async (batch: Waiting[]): Promise<void> => {
    const outcome = await runApex(conn, jointScript(batch.map(({ probe }) => probe)));
    const answers = readAnswers(outcome, batch.length);
    const alone = batch.filter((one, i) => {
      const answer = answers[i];
      if (answer === undefined || isFromNeighbour(answer)) return true;
      const text = answer.slice(answered.length);
      one.resolve(
        answer.startsWith(answered) ? { kind: 'value', value: text } : { kind: 'exception', message: text }
      );
      return false;
    });
    await Promise.all(alone.map(runAlone));
  };
  const next = (): void => {
    if (calls >= mostCalls || waiting.length === 0) return;
    calls += 1;
    const batch = waiting.splice(0, mostTogether);
    const work = batch.length > 1 ? runTogether(batch) : runAlone(batch[0]);
    void work
      .catch((error: unknown) => {
        for (const { reject } of batch) reject(error);
      })
      .finally(() => {
        calls -= 1;
        next();
      });
  };
  return (probe) =>
    new Promise((resolve, reject) => {
      waiting.push({ probe, resolve, reject });
      next();
    });
};
