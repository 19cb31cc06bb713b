import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, sep } from 'node:path';
import { readEnvironment } from '../src/source/environment.ts';
import { placeholder } from '../src/source/files.ts';
import { cachedCli } from '../test/sf/install.ts';
import { filesIn } from '../test/sf/stage.ts';
import { writeBareCommand } from './bareCommand.ts';
import { type Command, measure } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { inRounds, skipped, type Tell } from './rounds.ts';
import type { Case, Sample } from './sample.ts';
import { setStage, type Stage } from './stage.ts';

const root = join(import.meta.dirname, '..');
const script = join(import.meta.dirname, 'core-cli.sh');

const titles = {
  'core-link': 'sf s2s link, the certificate is there',
  'core-script': 'core-cli.sh, the certificate is there',
  'core-verify': 'sf s2s verify',
  'core-display': 'sf org display',
  'core-verify-help': 'sf s2s verify --help',
  'core-display-help': 'sf org display --help',
  'core-verify-flag': 'sf s2s verify, unknown flag',
  'core-bare': 'a command of a plugin that does nothing',
  'core-bare-flag': 'the same, unknown flag',
};

/** The Salesforce CLI with this plugin linked and one that does nothing (`bare` is its command), which any stage may use; `home` holds its list of plugins. */
type Cli = { sf: (...words: string[]) => Command; home: string; bare: string };

/** @param cli directory of its package */
const cliIn = (cli: string): Cli => {
  const home = mkdtempSync(join(tmpdir(), 's2s-bench-cli-'));
  const bin = join(dirname(dirname(cli)), '.bin');
  const env = {
    PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
  };
  return {
    home,
    bare: writeBareCommand(join(home, 'bare'), root),
    sf: (...words) => ({ file: process.execPath, words: [join(cli, 'bin', 'run.js'), ...words], env }),
  };
};

/** What a person would have at hand who makes the link of the stage's second spoke by hand: source files, in a project. */
const project = async (stage: Stage, { sf }: Cli): Promise<string> => {
  const directory = mkdtempSync(join(stage.home, 'project-'));
  mkdirSync(join(directory, 'main'));
  writeFileSync(
    join(directory, 'sfdx-project.json'),
    JSON.stringify({ packageDirectories: [{ path: 'main', default: true }] })
  );
  const ends = ['--hub', stage.hub, '--spoke', stage.spokes[1]];
  const words = ['s2s', 'link', ...ends, '--dry-run', '--output-dir', 'main'];
  await measure(stage, { ...sf(...words), cwd: directory });
  const files = filesIn(join(directory, 'main'));
  const values = readEnvironment(
    readFileSync(
      files.find((path) => path.endsWith('.env'))!,
      'utf8'
    )
  );
  for (const path of files) {
    // What a person would have to get first stays open, though link may know it already.
    const text = readFileSync(path, 'utf8').replace(placeholder, (_, name: string) => {
      const [toGet] = /(?:CERTIFICATE|CONSUMER_KEY)$/.exec(name) ?? [];
      return toGet ? `\${S2S_${toGet}}` : values.get(name)!;
    });
    writeFileSync(path, text);
  }
  const appPath = files.find((path) => path.includes('.ecaGlblOauth'))!.split(sep);
  for (const { name } of readdirSync(join(directory, 'main'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory()
  ))
    renameSync(
      join(directory, 'main', name),
      join(directory, 'main', appPath.includes(name) ? 'spoke' : 'hub')
    );
  return directory;
};

const certificate = 'S2S_Bench';

/** One sample of each case, on a stage of its own. */
const round = async (
  stage: Stage,
  cli: Cli,
  add: (id: keyof typeof titles, sample: Sample) => void
): Promise<void> => {
  const [first, second] = stage.spokes;
  const take = async (id: keyof typeof titles, command: Command): Promise<void> => {
    add(id, await measure(stage, command));
  };
  const { sf, bare } = cli;
  const ends = ['--hub', stage.hub, '--spoke', first];
  await take('core-link', sf('s2s', 'link', ...ends));
  await take('core-verify', sf('s2s', 'verify', ...ends));
  await take('core-display', sf('org', 'display', '--target-org', stage.hub));
  await take('core-verify-help', sf('s2s', 'verify', '--help'));
  await take('core-display-help', sf('org', 'display', '--help'));
  await take('core-verify-flag', { ...sf('s2s', 'verify', '--hub', stage.hub, '--nonsense'), code: 2 });
  await take('core-bare', sf(bare));
  await take('core-bare-flag', { ...sf(bare, '--nonsense'), code: 2 });
  const cwd = await project(stage, cli);
  const words = [script, stage.hub, second, certificate];
  await take('core-script', { ...sf(), file: 'bash', words, cwd });
  // Not measured: that the script really made a link.
  await measure(stage, { ...sf('s2s', 'verify', '--hub', stage.hub, '--spoke', second), cwd });
};

/** What the real Salesforce CLI is needed for: beside what core commands take. */
export const coreCases = async (options: BenchOptions, tell: Tell): Promise<Case[]> => {
  const installed = await cachedCli(process.execPath).catch((error: unknown) => error as Error);
  if (installed instanceof Error) {
    tell(installed.message);
    return skipped(titles, 'the Salesforce CLI could not be installed');
  }
  const cli = cliIn(installed);
  try {
    let isLinked = false;
    return await inRounds(titles, options.runs, tell, async (add) => {
      const stage = await setStage(options, { spokes: 2, hasCertificate: certificate });
      try {
        for (const directory of isLinked ? [] : [root, join(cli.home, 'bare')])
          await measure(stage, cli.sf('plugins', 'link', directory, '--no-install'));
        isLinked = true;
        await round(stage, cli, add);
      } finally {
        stage.close();
      }
    });
  } finally {
    rmSync(cli.home, { recursive: true, force: true });
  }
};
