import { readInput } from '../files/inputFile.ts';
import { failure, say } from '../text/messages.ts';
import { type DeclaredHub, declaredHubs } from './declared.ts';
import { nodeAt, parseSource, type Problem, valueOf } from './document.ts';
import { problemsOf } from './guard.ts';
import { describeIssues } from './problems.ts';
import { manifest, manifestSchemaUrl } from './schema.ts';
import { fillVariables } from './variables.ts';

/** Largest file that is read, in bytes: ten thousand links with every key have 6.5 MB, as indented JSON 8.1 MB. */
const largest = 9_000_000;

/** So many problems are told at once. */
const mostProblems = 20;

const refuse = (file: string, problems: Problem[]): never => {
  const lines = [...problems]
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, text }) => `${file}:${line}:${column}: ${text}`);
  const more = lines.length - mostProblems;
  const told =
    more > 0 ? [...lines.slice(0, mostProblems), say('s2s', 'manifest.more', { count: more })] : lines;
  throw failure('manifestInvalid', { file, problems: told, schema: manifestSchemaUrl });
};

/** What the schema says of a value. It hands problems on as arguments, of which a hundred thousand are too many. */
const checked = (value: unknown, file: string): ReturnType<typeof manifest.safeParse> => {
  try {
    return manifest.safeParse(value);
  } catch {
    return refuse(file, [{ line: 1, column: 1, text: say('s2s', 'manifest.hopeless') }]);
  }
};

/**
 * Pure: the links that a manifest declares, as requests, with what it leaves open filled in from its defaults.
 * @param text YAML or JSON
 * @param file how the file is called in errors
 * @param env what `${NAME}` stands for
 * @throws SfError that tells everything that is wrong, each with line and column
 */
export const readManifest = (
  text: string,
  { file, env }: { file: string; env: Record<string, string | undefined> }
): { hubs: DeclaredHub[] } => {
  const parsed = parseSource(text);
  if (!parsed.source) return refuse(file, parsed.problems);
  const { source } = parsed;
  const { problems: missing, failed } = fillVariables(source, env);
  const { value, problems } = valueOf(source);
  if (problems.length > 0) return refuse(file, problems);
  if (value === null || value === undefined)
    return refuse(file, [{ line: 1, column: 1, text: say('s2s', 'manifest.nothing') }]);
  const { data, error } = checked(value, file);
  const wrong = describeIssues(error?.issues ?? [], value, source);
  // What a variable that is missing would have been nobody knows.
  const others = wrong.filter(({ path }) => !failed.has(nodeAt(source, path)));
  if (missing.length + others.length > 0 || !data) return refuse(file, [...missing, ...others]);
  const hubs = declaredHubs(data, source);
  const contradictory = problemsOf(hubs);
  return contradictory.length > 0 ? refuse(file, contradictory) : { hubs };
};

const load = (file: string): Promise<Buffer> =>
  readInput(file, largest, (problem) =>
    'tooLarge' in problem
      ? failure('manifestTooLarge', { file, most: largest / 1_000_000 })
      : failure('manifestUnreadable', { file, problem: problem.unreadable })
  );

/**
 * The text of a manifest file.
 * @throws SfError for a file that can't be read, is larger than 9 MB, or is no UTF-8
 */
export const loadManifest = async (file: string): Promise<string> => {
  const content = await load(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw failure('manifestNotText', { file });
  }
};
