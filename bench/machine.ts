import { cpus, loadavg, totalmem } from 'node:os';

/** Where a run of the bench took place. */
export type Machine = {
  cpu: string;
  cores: number;
  /** In GB. */
  memory: number;
  node: string;
  platform: string;
  /** Processes that wanted a core, on the average of the minute before the run: what else was going on. */
  load: number;
};

/** The machine as it is now. */
export const machine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? '',
  cores: cpus().length,
  memory: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  load: Math.round(loadavg()[0] * 10) / 10,
});
