import type { Node } from '../org.ts';
import { asText } from './archive.ts';
import type { Item } from './contents.ts';
import { MetadataProblem, misplaced, ParseProblem } from './problem.ts';
import { validate } from './validate.ts';
import { namespace } from './write.ts';
import { parseXml } from './xml.ts';

/**
 * Reads and checks the file of a component, in a package that is written for an API version.
 * @throws MetadataProblem with the place in the file; `Error parsing file: …` where its structure is wrong (seen live)
 */
export const readItem = (item: Item, version: number): Node => {
  try {
    const document = asText(item.metadata);
    if (document === undefined) throw new ParseProblem('Invalid byte of a UTF-8 sequence.', 1, 1);
    const root = parseXml(document);
    if (root.name !== item.type || root.namespace !== namespace) {
      throw misplaced(root, item.type);
    }
    return validate(item.type, root, { from: 'file', version });
  } catch (error) {
    if (!(error instanceof ParseProblem)) throw error;
    const prefix = error.of === 'structure' ? 'Error parsing file: ' : '';
    const problem = new MetadataProblem('UNKNOWN_EXCEPTION', `${prefix}${error.message}`);
    problem.line = error.line;
    problem.column = error.column;
    throw problem;
  }
};
