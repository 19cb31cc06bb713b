// Loaded before a program starts: writes down every process that it starts itself, with arguments and environment.
const { appendFileSync } = require('node:fs');
const { env } = require('node:process');
const { ChildProcess } = require('node:child_process');
const { spawn } = ChildProcess.prototype;
ChildProcess.prototype.spawn = function record(options) {
  appendFileSync(env.S2S_TEST_SPAWNS, `${JSON.stringify([options.args, options.envPairs])}\n`);
  return spawn.call(this, options);
};
