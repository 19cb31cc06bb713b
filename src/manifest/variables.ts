import { isScalar, type Scalar, visit } from 'yaml';
import { say } from '../messages.ts';
import type { Problem, Source } from './document.ts';

/** `$${` is a literal `${`; `${NAME}` a variable; anything else that begins like one is a mistake. */
const reference = /\$\$\{|\$\{([A-Za-z_]\w*)\}|\$\{/g;

/** A text in which nothing is a variable, as a manifest has it. */
export const escaped = (text: string): string => text.replaceAll('${', () => '$${');

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
    node.value = (node.value as string).replace(reference, (written: string, name?: string) => {
      if (written === '$${') return '${';
      const value = name === undefined ? undefined : env[name];
      if (value !== undefined) return value;
      failed.add(node);
      const text =
        name === undefined
          ? say('s2s', 'manifest.notVariable')
          : say('s2s', 'manifest.noVariable', { variable: name });
      if (!told.has(text)) problems.push({ ...source.placeAt(offsetOf(node, source, written)), text });
      told.add(text);
      return written;
    });
  };
  visit(source.document, {
    Scalar: (key, node) => {
      if (key !== 'key' && isScalar(node) && typeof node.value === 'string') fill(node);
    },
  });
  return { problems, failed };
};
