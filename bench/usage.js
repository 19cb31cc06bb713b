/** Loaded into a measured process: writes what it used (resident set in kB, time in microseconds) to a file in BENCH_USAGES. */
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  writeFileSync(`${process.env.BENCH_USAGES}/${process.pid}.json`, JSON.stringify(process.resourceUsage()));
});
