import type { SfError } from '@salesforce/core';
import { diagnoseDeploy } from '../diagnosis/deploy.ts';
import { exitCodes, failure } from '../text/messages.ts';
import type { Component } from '../metadata/component.ts';
import type { DeployOutcome, DeployProblem } from '../org/deploy.ts';
import type { DeployWords } from './deployed.ts';

/** What one link has to deploy to an org that others deploy to as well. */
type Entry = {
  components: Component[];
  words: DeployWords;
  done: (problem?: Error) => void;
};

/** A deploy that many links share. */
export type GroupCommit = {
  /** Hands in what a link has to deploy. @throws SfError when the org refuses a part of this link */
  commit: (components: Component[], words: DeployWords) => Promise<void>;
  /** Tells that nobody has to wait for a link any more: it has handed in what it has, or has nothing. To be told once for each. */
  arrived: () => void;
};

/** Most files of one deploy. Source: Metadata API Developer Guide, "Metadata Limits" (10,000 files, 39 MB). */
const mostFiles = 9_000;
const mostBytes = 30_000_000;

/** How long links that are ready wait for the others, in milliseconds. */
const longestWait = 30_000;

const sizeOf = ({ components }: Entry): number => JSON.stringify(components).length;

/** Entries that fit into one deploy, in their order. */
const fitting = (entries: Entry[]): Entry[] => {
  let [files, bytes] = [0, 0];
  const end = entries.findIndex((entry, i) => {
    files += entry.components.length;
    bytes += sizeOf(entry);
    return i > 0 && (files > mostFiles || bytes > mostBytes);
  });
  return end < 0 ? entries : entries.slice(0, end);
};

const problemsOf = ({ components }: Entry, problems: DeployProblem[]): DeployProblem[] =>
  problems.filter(({ component }) =>
    components.some(({ type, fullName }) => component === `${type} ${fullName}`)
  );

const refuse = ({ words, done }: Entry, problems: DeployProblem[]): void => {
  const { external = words.again, ...rest } = words;
  done(diagnoseDeploy(problems, { ...rest, external }));
};

const halves = <T>(items: T[]): T[][] => {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)].filter((half) => half.length > 0);
};

const unfinished = ({ words: { org, again } }: Entry, id: string): SfError =>
  failure('deployRunning', { id, org, again }, exitCodes.unfinished);

/**
 * Deploys what several links have for one org together: one deploy at a time, with every link that is ready by then. The
 * first waits until all have arrived, half a minute at most. A component that the org refuses takes its own
 * link out, and the rest is sent again.
 * @param deploy sends components and waits for the end
 * @param members how many links there are
 */
export const groupCommit = (
  deploy: (components: Component[]) => Promise<DeployOutcome>,
  members: number
): GroupCommit => {
  let waitedFor = members;
  let queue: Entry[] = [];
  let isBusy = false;
  let timer: NodeJS.Timeout | undefined;

  const send = async (entries: Entry[]): Promise<void> => {
    if (entries.length === 0) return;
    const outcome = await deploy(entries.flatMap(({ components }) => components));
    if (outcome.status === 'succeeded') for (const { done } of entries) done();
    else if (outcome.status === 'running')
      for (const entry of entries) entry.done(unfinished(entry, outcome.id));
    else await sendRest(entries, outcome.problems);
  };

  const sendRest = async (entries: Entry[], problems: DeployProblem[]): Promise<void> => {
    const bad = entries.filter((entry) => problemsOf(entry, problems).length > 0);
    for (const entry of bad) refuse(entry, problemsOf(entry, problems));
    const rest = entries.filter((entry) => !bad.includes(entry));
    if (bad.length > 0) await send(rest);
    // Nothing tells whose fault it is.
    else if (rest.length > 1) for (const half of halves(rest)) await send(half);
    else for (const entry of rest) refuse(entry, problems);
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    isBusy = true;
    while (queue.length > 0) {
      const entries = fitting(queue);
      queue = queue.slice(entries.length);
      await send(entries).catch((error: unknown) => {
        for (const { done } of entries) done(error as Error);
      });
    }
    isBusy = false;
  };

  const look = (): void => {
    if (queue.length === 0 || isBusy) return;
    if (waitedFor <= 0) void flush();
    else timer ??= setTimeout(() => void flush(), longestWait).unref();
  };

  return {
    commit: (components, words) =>
      new Promise((resolve, reject) => {
        const done = (problem?: Error): void => {
          if (problem === undefined) resolve();
          else reject(problem);
        };
        queue.push({ components, words, done });
        look();
      }),
    arrived: () => {
      waitedFor -= 1;
      look();
    },
  };
};
