import type { Live, Probe } from './probe.ts';
import { appProbes } from './probes/app.ts';
import { assignmentProbes } from './probes/assignment.ts';
import { calloutProbes } from './probes/callout.ts';
import { certificateProbes } from './probes/certificate.ts';
import { connectedAppProbes } from './probes/connectedApp.ts';
import { credentialProbes } from './probes/credential.ts';
import { tokenProbes } from './probes/token.ts';

/** A row of the table: a doubt, what this run saw, how. */
export type Row = [question: string, saw: string, how: string];

/** What a run does not look for, with what it would take. */
const beyond: Row[] = [
  ['What is said to the assertion of a frozen user?', 'not seen', 'it would take to freeze a user'],
  [
    'Does a named principal of the JWT bearer flow need Modify All on User External Credentials?',
    'not seen',
    'it would take a callout user without administrator rights',
  ],
  [
    'What does Apex see when the running user lacks Customize Application?',
    'not seen',
    'it would take a login without that right',
  ],
];

const probes = [
  ...tokenProbes,
  ...appProbes,
  ...connectedAppProbes,
  ...credentialProbes,
  ...calloutProbes,
  ...certificateProbes,
  ...assignmentProbes,
];

const rowsOf = async ({ doubts, look }: Probe, live: Live): Promise<Row[]> => {
  const seen = await look(live).catch((error: unknown) =>
    doubts.map(() => `not seen: ${(error as Error).message}`)
  );
  return doubts.map(({ question, how }, i) => [question, seen[i], how]);
};

/** Looks for the answer to every doubt, one after the other; a probe that fails fills its own rows only. */
export const lookAtAll = async (live: Live, isStopped: () => boolean): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const { doubts, look } of probes) {
    for (const { question } of doubts) live.tell(`? ${question}`);
    const stopped = (): Promise<string[]> => Promise.reject(new Error('the run was stopped'));
    rows.push(...(await rowsOf({ doubts, look: isStopped() ? stopped : look }, live)));
  }
  return [...rows, ...beyond];
};
