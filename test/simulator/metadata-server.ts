import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Connection } from '@jsforce/jsforce-node';
import type { Org } from '../../simulator/org.ts';
import { getDeployRequest, patchDeployRequest, postDeployRequest } from '../../simulator/metadata/rest.ts';
import { metadataSoap } from '../../simulator/metadata/soap.ts';

/** The Metadata API of an org over HTTP, and nothing else. */
export const listen = async (org: Org): Promise<{ server: Server; url: string; changes: string[] }> => {
  const changes: string[] = [];
  const server = createServer((request, response) => {
    const work = async (): Promise<[status: number, type: string, body: string]> => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
      if (pathname.startsWith('/services/Soap/m/')) {
        const answer = await metadataSoap(org, body.toString());
        changes.push(...answer.changes);
        return [answer.status, 'text/xml', answer.xml];
      }
      const id = pathname.replace(/^.*\//, '');
      const answer =
        request.method === 'POST'
          ? await postDeployRequest(org, request.headers['content-type'] ?? '', body)
          : request.method === 'PATCH'
            ? patchDeployRequest(org, id, body)
            : getDeployRequest(org, id, searchParams.get('includeDetails') === 'true');
      changes.push(...answer.changes);
      return [answer.status, 'application/json', JSON.stringify(answer.body)];
    };
    void work().then(([status, type, body]) =>
      response.writeHead(status, { 'content-type': type }).end(body)
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, changes };
};

/** An org with a live session, `00D!live`. */
export const withSession = (org: Org): Org => {
  org.sessions.set('00D!live', { token: '00D!live', userId: org.adminId, app: 'PlatformCLI', alive: true });
  return org;
};

/** The real client on an org that listens; `stop` ends the server. */
export const connect = async (
  org: Org
): Promise<{ conn: Connection; changes: string[]; stop: () => void }> => {
  const { server, url, changes } = await listen(withSession(org));
  const conn = new Connection({ instanceUrl: url, accessToken: '00D!live', version: '66.0', maxRequest: 1 });
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { conn, changes, stop };
};
