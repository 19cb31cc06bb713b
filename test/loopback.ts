import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import forge from 'node-forge';

/** Something that listens on loopback, for as long as a test takes. */
export type Listener = { port: number; url: string; close: () => void };

export const listen = async (server: Server): Promise<Listener> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

/** Something that answers each request so. */
export const answering = (answer: RequestListener): Promise<Listener> =>
  listen(
    createServer((request, response) => {
      // Answered once the request is there: a client that still sends would see a reset.
      request
        .on('end', () => {
          answer(request, response);
        })
        .resume();
    })
  );

/** The same for a host, with a certificate that this process trusts from then on. */
export const answeringAs = (host: string, answer: RequestListener): Promise<Listener> => {
  const keys = forge.pki.rsa.generateKeyPair({ bits: 2048, workers: -1 });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = '01';
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000);
  certificate.setSubject([{ name: 'commonName', value: host }]);
  certificate.setIssuer(certificate.subject.attributes);
  certificate.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }]);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  const cert = forge.pki.certificateToPem(certificate);
  setDefaultCACertificates([...getCACertificates('default'), cert]);
  return listen(createSecureServer({ key: forge.pki.privateKeyToPem(keys.privateKey), cert }, answer));
};

/** A proxy that lets through to one port, whatever host it is asked for. It remembers what it was asked. */
export const proxyTo = async (port: () => number): Promise<Listener & { asked: string[] }> => {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  server.on('connect', (request, client: Socket) => {
    asked.push(`CONNECT ${request.url}`);
    const org = connect(port(), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      org.pipe(client).pipe(org);
    });
    for (const socket of [client, org]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  });
  const listener = await listen(server);
  return {
    ...listener,
    asked,
    close: () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
    },
  };
};
