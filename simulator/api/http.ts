import type { IncomingMessage } from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';
import { notSimulated, SalesforceError } from '../errors.ts';

export type Request = {
  method: string;
  /** Without query string, `//` collapsed. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
  /** Address of the caller. */
  from: string;
};

/** Marks callouts of simulated orgs for the log of the org that is called. Salesforce sends no such header. */
export const calloutMark = { 'x-simulated-callout': 'true' };

/** Whether a request bears that mark. */
export const isCallout = ({ headers }: Pick<Request, 'headers'>): boolean =>
  headers['x-simulated-callout'] === 'true';

export type Answer = { status: number; headers?: Record<string, string>; body: string };

const tooLarge = (limit: number): SalesforceError =>
  new SalesforceError(413, 'REQUEST_ENTITY_TOO_LARGE', `The request is larger than ${limit} bytes.`);

/** REST API Developer Guide, "Compression Headers": requests may be compressed with gzip or deflate. */
const uncompressed = (body: Buffer, encoding: string, limit: number): Buffer => {
  const unzip = { gzip: gunzipSync, deflate: inflateSync }[encoding];
  if (unzip === undefined) throw notSimulated(`requests with Content-Encoding ${encoding}`);
  try {
    return unzip(body, { maxOutputLength: limit });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new SalesforceError(400, 'BAD_REQUEST', `The request is not compressed with ${encoding}`);
  }
};

/** Whole body of a request. @throws SalesforceError when it is larger than allowed or wrongly compressed */
export const readBody = async (incoming: IncomingMessage, limit: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw tooLarge(limit);
  const encoding = (incoming.headers['content-encoding'] ?? 'identity').toLowerCase();
  const body = Buffer.concat(chunks);
  return encoding === 'identity' ? body : uncompressed(body, encoding, limit);
};

/** The parts of a request that routes look at. `sf` writes `//services/…` when its instance URL ends with a slash. */
export const toRequest = (incoming: IncomingMessage, body: Buffer): Request => {
  // A proxy asks for `http://host/path`.
  const target = (incoming.url ?? '/').replace(/^https?:\/\/[^/]*/i, '');
  const [path, ...search] = target.split('?');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    [value ?? ''].flat().join(', '),
  ]);
  return {
    method: incoming.method ?? 'GET',
    path: path.replace(/\/{2,}/g, '/'),
    query: new URLSearchParams(search.join('?')),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body,
    from: (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  };
};

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
  body: JSON.stringify(value),
});

export const noContent: Answer = { status: 204, body: '' };

/** A refusal as the REST API writes it: a list of one. */
export const refusal = (error: SalesforceError): Answer =>
  json(error.status, [{ message: error.message, errorCode: error.errorCode, fields: error.fields }]);

/**
 * A JSON object in the body of a request. Other media types are refused (seen live: kevinohara80/nforce#74).
 * @throws SalesforceError JSON_PARSER_ERROR, UNSUPPORTED_MEDIA_TYPE, NOT_SIMULATED for XML
 */
export const readJson = ({ headers, body }: Request): Record<string, unknown> => {
  const mediaType = (headers['content-type'] ?? 'application/json').split(';')[0].trim().toLowerCase();
  if (/[/+]xml$/.test(mediaType)) throw notSimulated('requests in XML');
  if (!/[/+]json$/.test(mediaType)) {
    throw new SalesforceError(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      `MediaType of '${mediaType}' is not supported by this resource`
    );
  }
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // falls through to the refusal
  }
  throw new SalesforceError(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required to be a JSON object');
};

/** The token of an `Authorization: Bearer …` or `OAuth …` header. */
export const bearer = (request: Request): string | undefined =>
  /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
