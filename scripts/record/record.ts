/** Records the demo as docs/images/demo.svg. Needs `script` of util-linux, which gives the demo a terminal. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filmOf } from './film.ts';
import { type Chunk, screensOf } from './screens.ts';

const root = join(import.meta.dirname, '..', '..');
const size = { columns: 120, rows: 34 };

/** Runs a command in a terminal of its own. @throws Error when it fails */
const runInTerminal = (command: string): Promise<Chunk[]> => {
  const { CI, NO_COLOR, ...env } = process.env;
  const child = spawn(
    'script',
    ['-qec', `stty cols ${size.columns} rows ${size.rows}; ${command}`, '/dev/null'],
    {
      cwd: root,
      env: { ...env, TERM: 'xterm-256color' },
      stdio: ['ignore', 'pipe', 'inherit'],
    }
  );
  const chunks: Chunk[] = [];
  const start = performance.now();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    chunks.push({ at: performance.now() - start, text });
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(chunks);
      else reject(new Error(`${command} ended with exit code ${code}`));
    });
  });
};

const chunks = await runInTerminal(
  `"${process.execPath}" --disable-warning=ExperimentalWarning simulator/demo.ts`
);
const screens = await screensOf(chunks, size);
const still = screens.findLastIndex(({ lines }) =>
  lines.flat().some(({ text }) => text.startsWith('Linked '))
);
const film = filmOf(screens, size, { title: 'The demo of sf s2s in a terminal', still });
writeFileSync(join(root, 'docs', 'images', 'demo.svg'), film);
console.log(`docs/images/demo.svg: ${Math.ceil(film.length / 1000)} kB`);
