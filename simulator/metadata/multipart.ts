/**
 * The parts of a multipart/form-data body by their names (RFC 7578).
 * @returns undefined if the body is none
 */
export const readMultipart = (contentType: string, body: Buffer): Map<string, Buffer> | undefined => {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return undefined;
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter may stand at the very beginning, without a line break before it.
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts = new Map<string, Buffer>();
  let at = whole.indexOf(delimiter);
  while (at !== -1) {
    const start = at + delimiter.length;
    if (whole.subarray(start, start + 2).toString() === '--') return parts;
    const head = whole.indexOf('\r\n\r\n', start);
    const end = whole.indexOf(delimiter, start);
    const name = /^\r\n[\s\S]*?[;\s]name="([^"]*)"/.exec(whole.subarray(start, head).toString())?.[1];
    if (head === -1 || end < head || name === undefined) return undefined;
    parts.set(name, whole.subarray(head + 4, end));
    at = end;
  }
  return undefined;
};
