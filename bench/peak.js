/** Loaded into a measured process: writes its largest resident set (in kB) to a file of its own in BENCH_PEAKS. */
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  writeFileSync(`${process.env.BENCH_PEAKS}/${process.pid}`, String(process.resourceUsage().maxRSS));
});
