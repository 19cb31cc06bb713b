import { MultiStageOutput } from '@oclif/multi-stage-output';
import { countdown, isLive } from './countdown.ts';
import type { Progress, Stage } from '../link/progress.ts';
import { exitCodes, say } from '../text/messages.ts';

const title = (stage: Stage): string => say('s2s', `stage.${stage}`);

/** How the stages of a run are shown: as it goes on, while somebody is asked, and to its end. */
export type Stages = {
  progress: Progress;
  pause: () => void;
  /** @param exitCodeOf what the run will end with: a mark on the last stage */
  during: <T>(work: Promise<T>, exitCodeOf: (outcome: T) => number) => Promise<T>;
};

const markOf = (exitCode: number): 'completed' | 'warning' | 'failed' => {
  if (exitCode === 0) return 'completed';
  return exitCode === exitCodes.unfinished ? 'warning' : 'failed';
};

/** A picture that is drawn anew as it changes. */
const drawn = (heading: string, stages: readonly Stage[]): Stages => {
  const start = (left: readonly Stage[]): MultiStageOutput<{ detail: string }> =>
    new MultiStageOutput<{ detail: string }>({
      title: heading,
      stages: left.map(title),
      jsonEnabled: false,
      showElapsedTime: true,
      showStageTime: false,
      postStagesBlock: [
        { label: say('s2s', 'stage.waiting'), type: 'static-key-value', get: (data) => data?.detail },
      ],
    });
  let output: MultiStageOutput<{ detail: string }> | undefined;
  let isResumed = false;
  const tell = countdown((detail) => output?.updateData({ detail }), true);
  return {
    progress: ({ stage, waiting }) => {
      if (waiting) {
        tell(waiting.link, waiting.wait);
        return;
      }
      // What came before a question stands above it already.
      output ??= start(isResumed ? stages.slice(stages.indexOf(stage)) : stages);
      // Stages in between had nothing to do.
      output.skipTo(title(stage));
    },
    pause: () => {
      output?.stop('paused');
      output = undefined;
      isResumed = true;
    },
    during: async (work, exitCodeOf) => {
      try {
        const outcome = await work;
        output?.updateData({ detail: '' });
        output?.stop(markOf(exitCodeOf(outcome)));
        return outcome;
      } catch (error) {
        output?.stop('failed');
        throw error;
      }
    },
  };
};

/** A line for each stage as it comes. */
const inLines = (heading: string, show: (line: string) => void): Stages => {
  const tell = countdown(show, false);
  let last: Stage | undefined;
  return {
    progress: ({ stage, waiting }) => {
      if (waiting) {
        tell(waiting.link, waiting.wait);
        return;
      }
      if (last === undefined) show(heading);
      if (last !== stage) show(`  ${title(stage)}`);
      last = stage;
    },
    pause: () => undefined,
    during: (work) => work,
  };
};

/**
 * Stages of a run as they come: drawn anew on a terminal, plain lines on stderr in a pipeline (the picture would be
 * drawn there all the same, for nobody, a dozen times a second), nothing under --json.
 * @param stages of this kind of run, in their order
 */
export const showStages = (jsonEnabled: boolean, heading: string, stages: readonly Stage[]): Stages => {
  if (jsonEnabled) return inLines(heading, () => undefined);
  if (isLive(process.stdout)) return drawn(heading, stages);
  return inLines(heading, (line) => process.stderr.write(`${line}\n`));
};
