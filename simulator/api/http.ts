import type { IncomingMessage } from 'node:http';
import { SalesforceError } from '../errors.ts';

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

export type Answer = { status: number; headers?: Record<string, string>; body: string };

/** Whole body of a request. @throws SalesforceError when it is larger than allowed */
export const readBody = async (incoming: IncomingMessage, limit: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) {
    throw new SalesforceError(413, 'REQUEST_ENTITY_TOO_LARGE', `The request is larger than ${limit} bytes.`);
  }
  return Buffer.concat(chunks);
};

/** The parts of a request that routes look at. `sf` writes `//services/…` when its instance URL ends with a slash. */
export const toRequest = (incoming: IncomingMessage, body: Buffer): Request => {
  const [path, ...search] = (incoming.url ?? '/').split('?');
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

/** A JSON object in a body. @throws SalesforceError JSON_PARSER_ERROR */
export const readJson = (body: Buffer): Record<string, unknown> => {
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
