import { parseArgs } from 'node:util';

/** What a run of the bench measures, and under which conditions. Times in milliseconds. */
export type BenchOptions = {
  /** How often each case is run. */
  runs: number;
  /** Of each request to an org. */
  latency: number;
  /** Of each deploy. */
  deploy: number;
  /** Of each certificate that an org makes. */
  certificate: number;
  /** Numbers of spokes that one manifest links. */
  spokes: number[];
  /** Which groups of cases are run. */
  only: Group[];
  outputFile?: string;
  writeDocs: boolean;
};

export const groups = ['pair', 'core', 'apply'] as const;
export type Group = (typeof groups)[number];

export const usage = `Usage: npm run bench -- [--quick] [--runs N] [--latency MS] [--deploy MS] [--certificate MS] [--spokes N,N…]
                        [--only GROUP,GROUP…] [--output-file FILE] [--write-docs]

Measures the compiled plugin against simulated orgs, prints a table and its ratios, and exits 1 when one is missed.

  --quick             one run of each case instead of five
  --runs N            BENCH_RUNS         runs of each case (5)
  --latency MS        BENCH_LATENCY      what a request to an org takes (80)
  --deploy MS         BENCH_DEPLOY       what a deploy takes (2500)
  --certificate MS    BENCH_CERTIFICATE  what a new certificate takes (1000)
  --spokes N,N…       BENCH_SPOKES       how many spokes apply links (1,10,100,300)
  --only GROUP,…      ${groups.join(', ')}: some of the cases; ratios of the others are not counted
  --output-file FILE  where the JSON goes (bench/results/<date>.json)
  --write-docs        put the tables into docs/performance.md`;

const flags = {
  quick: { type: 'boolean' },
  runs: { type: 'string' },
  latency: { type: 'string' },
  deploy: { type: 'string' },
  certificate: { type: 'string' },
  spokes: { type: 'string' },
  only: { type: 'string' },
  'output-file': { type: 'string' },
  'write-docs': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const number = (name: string, text: string, least: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least) return value;
  throw new Error(`--${name}: "${text}" is not a whole number from ${least} on`);
};

const isGroup = (name: string): name is Group => (groups as readonly string[]).includes(name);

const readGroups = (text: string): Group[] =>
  text.split(',').map((name) => {
    if (isGroup(name)) return name;
    throw new Error(`--only: "${name}" is none of ${groups.join(', ')}`);
  });

/**
 * Options from the words of the command line; a flag goes before its environment variable.
 * @returns undefined when only the usage is asked for
 * @throws Error that says which word is wrong
 */
export const readOptions = (
  words: string[],
  env: Record<string, string | undefined>
): BenchOptions | undefined => {
  const { values } = parseArgs({ args: words, options: flags });
  if (values.help) return undefined;
  const asked = (name: 'runs' | 'latency' | 'deploy' | 'certificate' | 'spokes', usual: string): string =>
    values[name] ?? env[`BENCH_${name.toUpperCase()}`] ?? usual;
  return {
    runs: values.quick ? 1 : number('runs', asked('runs', '5'), 1),
    latency: number('latency', asked('latency', '80'), 0),
    deploy: number('deploy', asked('deploy', '2500'), 0),
    certificate: number('certificate', asked('certificate', '1000'), 0),
    spokes: asked('spokes', '1,10,100,300')
      .split(',')
      .map((text) => number('spokes', text, 1)),
    only: values.only === undefined ? [...groups] : readGroups(values.only),
    outputFile: values['output-file'],
    writeDocs: values['write-docs'] ?? false,
  };
};
