/** What the plugin costs, measured: see `usage`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import prettier from 'prettier';
import { applyCases } from './apply.ts';
import { coreCases } from './core.ts';
import { type Results, withTables } from './docs.ts';
import { machine } from './machine.ts';
import { type BenchOptions, type Group, readOptions, usage } from './options.ts';
import { pairCases } from './pair.ts';
import { lastLine, ratios } from './ratios.ts';
import type { Tell } from './rounds.ts';
import type { Case } from './sample.ts';
import { asText, caseTable, ratioTable } from './tables.ts';

const root = join(import.meta.dirname, '..');
const docs = join(root, 'docs', 'performance.md');

const measured: Record<Group, (options: BenchOptions, tell: Tell) => Promise<Case[]>> = {
  pair: pairCases,
  core: coreCases,
  apply: applyCases,
};

const tell: Tell = (text) => {
  console.error(text);
};

const measureAll = async (options: BenchOptions): Promise<Results> => {
  const where = machine();
  const cases: Case[] = [];
  for (const group of options.only) cases.push(...(await measured[group](options, tell)));
  const date = new Date().toISOString();
  return { date, machine: where, options, cases, ratios: ratios(cases, options) };
};

const write = async (results: Results): Promise<void> => {
  const { outputFile, writeDocs } = results.options;
  const file = outputFile ?? join(root, 'bench', 'results', `${results.date.replaceAll(':', '-')}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
  tell(`Written: ${file}`);
  if (!writeDocs) return;
  const style = await prettier.resolveConfig(docs);
  const page = withTables(readFileSync(docs, 'utf8'), results);
  writeFileSync(docs, await prettier.format(page, { ...style, filepath: docs }));
  tell(`Written: ${docs}`);
};

const wanted = (): BenchOptions | undefined => {
  try {
    return readOptions(process.argv.slice(2), process.env);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
};

const report = async (options: BenchOptions): Promise<void> => {
  const results = await measureAll(options);
  await write(results);
  console.log(`\n${asText(caseTable(results.cases))}\n`);
  console.log('Log file of the CLI switched off (SF_DISABLE_LOG_FILE=true). Times are medians.');
  console.log(`\n${asText(ratioTable(results.ratios))}\n`);
  console.log(lastLine(results.ratios));
  process.exitCode = results.ratios.some(({ met }) => met === false) ? 1 : 0;
};

const options = wanted();
if (!options) console.log(usage);
else {
  await report(options).catch((error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 1;
  });
}
