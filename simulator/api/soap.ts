import { XMLParser } from 'fast-xml-parser';
import type { Answer } from './http.ts';

export type Envelope = {
  sessionId: string | undefined;
  /** Name of the first element of the body. */
  operation: string;
  /** Its content; texts stay texts. */
  content: unknown;
  /** Whether a DebuggingHeader asks for the debug log. */
  debugging: boolean;
};

const parser = new XMLParser({
  removeNSPrefix: true,
  parseTagValue: false,
  ignoreAttributes: true,
  trimValues: false,
});

const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);

/** The parts of a SOAP request; undefined when it is none. */
export const readEnvelope = (xml: string): Envelope | undefined => {
  try {
    const document: unknown = parser.parse(xml, true);
    const body = at(document, 'Envelope', 'Body');
    const operation =
      typeof body === 'object' && body !== null
        ? Object.keys(body).find((key) => key !== '#text')
        : undefined;
    if (operation === undefined) return undefined;
    const header = at(document, 'Envelope', 'Header');
    const sessionId = at(header, 'SessionHeader', 'sessionId');
    return {
      sessionId: typeof sessionId === 'string' ? sessionId.trim() : undefined,
      operation,
      content: at(body, operation),
      debugging: typeof header === 'object' && header !== null && 'DebuggingHeader' in header,
    };
  } catch {
    return undefined;
  }
};

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A SOAP answer; clients read the literal prefix `soapenv`. */
export const soapAnswer = (status: number, namespace: string, body: string, header = ''): Answer => ({
  status,
  headers: { 'content-type': 'text/xml;charset=UTF-8' },
  body:
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
    ` xmlns="${namespace}" xmlns:sf="http://soap.sforce.com/2006/08/fault" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    (header && `<soapenv:Header>${header}</soapenv:Header>`) +
    `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
});

/** A SOAP fault: HTTP 500, for a dead session too (SOAP API Developer Guide, "Error Handling"). */
export const soapFault = (code: string, text: string): Answer =>
  soapAnswer(
    500,
    'urn:fault.partner.soap.sforce.com',
    `<soapenv:Fault><faultcode>${escapeText(code)}</faultcode><faultstring>${escapeText(text)}</faultstring></soapenv:Fault>`
  );
