import { text } from '../values/text.ts';
import type { Value } from '../values/value.ts';

/** Puts values for `{0}`, `{1}`…; a single quote protects what stands between two, two of them make one. */
export const formatMessage = (message: string, values: Value[]): string => {
  let protectedPart = false;
  return message.replace(/''|'|\{(\d+)\}/g, (whole, index: string | undefined) => {
    if (whole === "''") return "'";
    if (whole === "'") {
      protectedPart = !protectedPart;
      return '';
    }
    const at = Number(index);
    return protectedPart || at >= values.length ? whole : text(values[at]);
  });
};
