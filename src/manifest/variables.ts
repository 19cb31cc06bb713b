import { isScalar, type Scalar, visit } from 'yaml';
import { say } from '../text/messages.ts';
import type { Problem, Source } from './document.ts';

/** `$${` is a literal `${`; `${NAME}` a variable; anything else that begins like one is a mistake. */
const reference = /\$\$\{|\$\{([A-Za-z_]\w*)\}|\$\{/g;

/** A text in which nothing is a variable, as a manifest has it. */
export const escaped = (text: string): string => text.replaceAll('${', () => '$${');

/** So long a value may be once its variables are filled in, in characters; no key takes that much. */
const longestFilled = 1000;

/** So many problems of one value are told. */
const mostProblems = 20;

type Environment = Record<string, string | undefined>;

/** Where a reference stands in the file; where it can't be told because of escapes, where the value begins. */
const offsetOf = ({ range }: Scalar, { text }: Source, written: string): number => {
  const [start, end] = range ?? [0, 0];
  return start + Math.max(0, text.slice(start, end).indexOf(written));
};

/**
 * Puts the values of environment variables in the place of `${NAME}`, in values, not in keys. What a variable holds is
 * never read as YAML, is not looked at for further variables, and stands in no problem.
 * @returns what could not be replaced, and the values that it stands in
 */
export const fillVariables = (
  source: Source,
  env: Environment
): { problems: Problem[]; failed: Set<unknown> } => {
  const problems: Problem[] = [];
  const failed = new Set<unknown>();
  const fill = (node: Scalar): void => {
    const told = new Set<string>();
    const tell = (text: string, written: string): string => {
      failed.add(node);
      if (told.size >= mostProblems || told.has(text)) return written;
      told.add(text);
      problems.push({ ...source.placeAt(offsetOf(node, source, written)), text });
      return written;
    };
    let filled = 0;
    node.value = (node.value as string).replace(reference, (written: string, name?: string) => {
      if (written === '$${') return '${';
      if (name === undefined) return tell(say('s2s', 'manifest.notVariable'), written);
      // Of what `env` inherits, like toString, nothing is a variable.
      const value = Object.hasOwn(env, name) ? env[name] : undefined;
      if (value === undefined) return tell(say('s2s', 'manifest.noVariable', { variable: name }), written);
      filled += value.length;
      return filled > longestFilled
        ? tell(say('s2s', 'manifest.filledTooLong', { longest: longestFilled }), written)
        : value;
    });
  };
  visit(source.document, {
    Scalar: (key, node) => {
      if (key !== 'key' && isScalar(node) && typeof node.value === 'string') fill(node);
    },
  });
  return { problems, failed };
};
