/**
 * Loaded into a measured process: writes what it used (resident set in kB, time in microseconds) to a file in
 * BENCH_USAGES; with BENCH_HELD also `held`, the most bytes that were left on its heap by a full collection of garbage.
 */
import { writeFileSync } from 'node:fs';
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let held = 0;
const look = () => {
  held = Math.max(held, process.memoryUsage().heapUsed);
};

if (process.env.BENCH_HELD) {
  new PerformanceObserver((list) => {
    if (list.getEntries().some(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR)) look();
  }).observe({ entryTypes: ['gc'] });
}

process.on('exit', () => {
  const usage = process.resourceUsage();
  if (process.env.BENCH_HELD) {
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    look();
  }
  writeFileSync(`${process.env.BENCH_USAGES}/${process.pid}.json`, JSON.stringify({ ...usage, held }));
});
