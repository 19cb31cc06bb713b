import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeEnvironment, saveLogins } from './logins.ts';
import { startOrg } from './server.ts';

const home = mkdtempSync(join(tmpdir(), 's2s-demo-'));
const env = homeEnvironment(home);
Object.assign(process.env, env);

const command = join(import.meta.dirname, '..', 'bin', 'run.js');

/** Runs the real plugin, as a process of its own, and shows what it prints. @throws Error when it fails */
const run = (...words: string[]): Promise<void> => {
  console.log(`\n$ sf ${words.join(' ')}\n`);
  const child = spawn(process.execPath, [command, ...words], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`sf ${words.join(' ')} ended with exit code ${code}`));
    });
  });
};

const hub = await startOrg({ kind: 'developer', alias: 'myhub', name: 'Hub' });
const spoke = await startOrg({ kind: 'sandbox', alias: 'myspoke', name: 'Spoke' });
try {
  await saveLogins([hub, spoke]);
  console.log(`Two simulated orgs are running: myhub (${hub.url}) and myspoke (${spoke.url}).`);
  await run('s2s', 'link', '--hub', 'myhub', '--spoke', 'myspoke', '--dry-run');
  await run('s2s', 'link', '--hub', 'myhub', '--spoke', 'myspoke');
  await run('s2s', 'verify', '--hub', 'myhub');
  await run('s2s', 'link', '--hub', 'myhub', '--spoke', 'myspoke');
  await run('s2s', 'rotate', '--hub', 'myhub', '--retire-now', '--delete-certificate');
  await run('s2s', 'list', '--hub', 'myhub');
  await run('s2s', 'unlink', '--hub', 'myhub', '--spoke', 'myspoke', '--no-prompt');
  console.log('\nThat was the demo. To try commands by hand: npm run simulate');
} finally {
  await Promise.all([hub.close(), spoke.close()]);
  rmSync(home, { recursive: true, force: true });
}
