import { expect } from 'chai';
import { getDeployRequest, postDeployRequest } from '../../simulator/metadata/rest.ts';
import { metadataSoap } from '../../simulator/metadata/soap.ts';
import { readMetadata } from '../../simulator/metadata/crud.ts';
import { addCertificate, deployFiles, newOrg, spokeFiles } from './metadata-fixtures.ts';
import { withSession } from './metadata-server.ts';

const envelope = (body: string, session = '00D!live'): string =>
  `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Header><SessionHeader xmlns="http://soap.sforce.com/2006/04/metadata"><sessionId>${session}</sessionId></SessionHeader></soapenv:Header><soapenv:Body xmlns="http://soap.sforce.com/2006/04/metadata">${body}</soapenv:Body></soapenv:Envelope>`;

describe('simulator/metadata: malformed calls', () => {
  it('answers a fault to what is no SOAP, and to a dead session', async () => {
    const org = withSession(newOrg());
    for (const [request, code] of [
      ['', 'soapenv:Client'],
      ['<a>', 'soapenv:Client'],
      ['<a/>', 'soapenv:Client'],
      [envelope(''), 'soapenv:Client'],
      [envelope('<nonsense/>'), 'sf:UNKNOWN_EXCEPTION'],
      [envelope('<createMetadata><metadata/></createMetadata>'), 'sf:INVALID_TYPE'],
      [envelope('<checkDeployStatus/>'), 'sf:INVALID_CROSS_REFERENCE_KEY'],
      [envelope('<readMetadata><type>PermissionSet</type></readMetadata>', 'dead'), 'sf:INVALID_SESSION_ID'],
    ] as const) {
      const answer = await metadataSoap(org, request);
      expect(answer.status, request).to.equal(500);
      expect(answer.xml, request).to.include(`<faultcode>${code}</faultcode>`);
      expect(answer.changes).to.deep.equal([]);
    }
  });

  it('tells the operation and the session of a call', async () => {
    const org = withSession(newOrg());
    const answer = await metadataSoap(org, envelope('<describeMetadata/>'));
    expect(answer).to.include({ status: 200, operation: 'describeMetadata', sessionId: '00D!live' });
  });

  const multipart = (parts: string): Buffer => Buffer.from(`${parts}--b--\r\n`);
  const part = (headers: string, body: string): string =>
    `--b\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${body}\r\n`;
  const type = 'multipart/form-data; boundary=b';

  it('refuses a multipart that is none, or lacks a part', async () => {
    const zip = part('name="file"; filename="a.zip"', 'zip');
    for (const [contentType, body, code] of [
      [type, Buffer.from('nonsense'), 'INVALID_MULTIPART_REQUEST'],
      ['application/json', Buffer.from('{}'), 'INVALID_MULTIPART_REQUEST'],
      ['application/json', Buffer.from('{'), 'JSON_PARSER_ERROR'],
      [type, multipart(zip), 'INVALID_MULTIPART_REQUEST'],
      [type, multipart(part('name="json"', '{}')), 'INVALID_MULTIPART_REQUEST'],
      [type, multipart(zip + part('name="json"', '{')), 'JSON_PARSER_ERROR'],
    ] as const) {
      const answer = await postDeployRequest(newOrg(), contentType, body);
      expect(answer.status).to.equal(400);
      expect(answer.body).to.have.nested.property('[0].errorCode', code);
    }
  });

  it('takes the part as json too; the result begins as pending', async () => {
    const org = newOrg();
    const body = multipart(
      part('name="json"', '{"deployOptions":{"checkOnly":true}}') +
        part('name="file"; filename="a.zip"', 'zip')
    );
    const answer = await postDeployRequest(org, type, body);
    expect(answer.status).to.equal(201);
    expect(answer.body).to.have.nested.property('deployResult.status', 'Pending');
    expect(answer.body).to.have.nested.property('deployResult.done', false);
    expect(answer.body).to.have.nested.property('deployOptions.checkOnly', true);
    expect(getDeployRequest(org, 'nonsense', true)).to.have.nested.property('body[0].errorCode', 'NOT_FOUND');
  });

  it('a read does not change what it reads', async () => {
    const org = newOrg();
    await deployFiles(org, spokeFiles(await addCertificate(newOrg())));
    const before = JSON.stringify([...org.components]);
    readMetadata(org, 'ExtlClntAppOauthSettings', ['Hub_oauth']);
    expect(JSON.stringify([...org.components])).to.equal(before);
  });
});
