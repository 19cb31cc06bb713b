import { Document, isScalar, visit } from 'yaml';
import { manifestSchemaUrl } from '../manifest/schema.ts';
import { escaped } from '../manifest/variables.ts';
import { say } from '../text/messages.ts';
import { escapeHidden, inOneLine, isPrintable } from '../text/printable.ts';
import type { ExportOutcome } from './export.ts';

/**
 * Pure: the manifest as YAML. Comments say which schema it has, for editors, and which links are not in it.
 * What looks like a variable in it is none.
 */
export const manifestDocument = ({ result, left }: Pick<ExportOutcome, 'result' | 'left'>): string => {
  const document = new Document(result.manifest, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      if (!isScalar(node) || typeof node.value !== 'string') return;
      if (!isPrintable(node.value)) node.type = 'QUOTE_DOUBLE';
      node.value = escaped(node.value);
    },
  });
  const comments = left.length > 0 ? [say('s2s', 'export.left'), ...left.map((line) => `- ${line}`)] : [];
  document.commentBefore = [`yaml-language-server: $schema=${manifestSchemaUrl}`, ...comments]
    .map((line) => ` ${inOneLine(line)}`)
    .join('\n');
  return escapeHidden(document.toString({ lineWidth: 0 }));
};

/** Pure: what export prints for people where the manifest goes to a file. */
export const exportReport = ({ result }: ExportOutcome, file: string): string => {
  const [{ hub, links }] = result.manifest.hubs;
  return say('s2s', 'export.wrote', { file, hub, count: links.length });
};
