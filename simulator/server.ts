import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gatherChanges } from './changes.ts';
import { createOrg } from './create.ts';
import type { CreateOrgOptions } from './create.ts';
import { SalesforceError } from './errors.ts';
import { faultAnswer, send, takeFault } from './api/faults.ts';
import { isCallout, json, readBody, refusal, toRequest } from './api/http.ts';
import type { Answer, Request } from './api/http.ts';
import type { Fault, LogEntry, Org, Row } from './org.ts';
import { isSoap, route } from './api/routes.ts';
import { remember } from './running.ts';
import { openSession } from './oauth/sessions.ts';
import { readSoap } from './api/soap.ts';
import { addUser } from './users.ts';
import type { UserOptions } from './users.ts';

export type ServerOptions = {
  /** 0, the default, takes a free one. */
  port?: number;
  /** File that gets one JSON line for each request. */
  logFile?: string;
  /** Largest request body, in bytes. */
  largestRequest?: number;
};

/** An org that listens, as tests hold it. */
export type SimulatedOrg = {
  org: Org;
  url: string;
  /** Session of the administrator, as a login of the CLI holds it. */
  accessToken: string;
  username: string;
  log: LogEntry[];
  /** Makes requests that fit misbehave. */
  fault: (fault: Fault) => void;
  addUser: (options: UserOptions) => Row;
  /** A session for another user of the org. */
  login: (userId: string) => string;
  /** Stops listening and cuts all connections. */
  close: () => Promise<void>;
};

/** Longest URI (REST API Developer Guide: 16,384 bytes); the answer is the one seen live. */
const longestUri = 16_384;
/** Beyond this Node answers by itself, with 431. */
const longestHead = 1024 * 1024;
const uriTooLong: Answer = {
  status: 414,
  headers: { 'content-type': 'text/html;charset=iso-8859-1' },
  body: '<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>',
};

const usualLargestRequest = 64 * 1024 * 1024;

/** Query strings stay out of the log, except for queries: they may hold code, tokens or passwords. */
const loggedPath = (request: Request): string =>
  request.query.size > 0 && request.path.endsWith('/query')
    ? `${request.path}?${request.query.toString()}`
    : request.path;

const serve = async (
  org: Org,
  options: ServerOptions,
  incoming: IncomingMessage,
  response: ServerResponse
): Promise<void> => {
  const clock = (): string => new Date(org.settings.now()).toISOString();
  const time = clock();
  const read = readBody(incoming, options.largestRequest ?? usualLargestRequest);
  const body = await read.catch((error: unknown) => error);
  if (!Buffer.isBuffer(body) && !(body instanceof SalesforceError)) return;
  const request = toRequest(incoming, Buffer.isBuffer(body) ? body : Buffer.alloc(0));
  const soap = isSoap(request);
  const call = soap ? readSoap(request.body.toString()) : undefined;
  const operation = call && 'operation' in call ? call.operation.name : '';
  const fault = takeFault(org, request, operation);
  const entry: LogEntry = {
    time,
    org: org.alias,
    method: request.method,
    path: loggedPath(request),
    operation,
    ...(isCallout(request) ? { callout: true } : {}),
    changes: [],
  };
  org.log.push(entry);
  const pause = org.settings.latency + (fault?.kind === 'delay' ? (fault.milliseconds ?? 0) : 0);
  if (pause > 0) await wait(pause);
  await fault?.until;
  const { result, changes } = await gatherChanges(async () => {
    if (fault?.kind === 'refuse' || fault?.kind === 'hang') return undefined;
    if (body instanceof SalesforceError) return refusal(body);
    if ((incoming.url ?? '').length > longestUri) return uriTooLong;
    const answer = (fault && faultAnswer(fault.kind, soap)) ?? (await route(org, request));
    return { ...answer, body: fault?.alter?.(answer.body) ?? answer.body };
  });
  entry.changes.push(...changes);
  const isSilent = fault?.kind === 'hang' || fault?.kind === 'mute';
  if (!isSilent) entry.ended = clock();
  if (result && !isSilent) entry.status = result.status;
  if (options.logFile) appendFileSync(options.logFile, `${JSON.stringify(entry)}\n`);
  if (fault?.kind === 'refuse') response.destroy();
  else if (result && !isSilent) send(response, result, fault?.kind);
};

const unexpected = (error: unknown): Answer =>
  json(500, [
    { errorCode: 'UNKNOWN_EXCEPTION', message: `The simulator failed: ${(error as Error).message}` },
  ]);

/**
 * Makes an org listen on loopback, each instance on a port of its own.
 * @throws Error when the port is taken
 */
export const startOrg = async (
  orgOrOptions: Org | CreateOrgOptions = {},
  options: ServerOptions = {}
): Promise<SimulatedOrg> => {
  const org = 'tables' in orgOrOptions ? orgOrOptions : createOrg(orgOrOptions);
  const server = createServer({ maxHeaderSize: longestHead }, (incoming, response) => {
    serve(org, options, incoming, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, unexpected(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  org.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const forget = remember(org);
  const login = (userId: string): string => openSession(org, userId, { id: 'PlatformCLI' }).token;
  return {
    org,
    url: org.url,
    accessToken: login(org.adminId),
    username: String(org.tables.get('User')?.get(org.adminId)?.Username),
    log: org.log,
    fault: (fault) => void org.faults.push(fault),
    addUser: (user) => addUser(org, user),
    login,
    close: () =>
      new Promise((resolve) => {
        forget();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};
