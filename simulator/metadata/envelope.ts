import { ParseProblem } from './problem.ts';
import { escapeXml, namespace } from './write.ts';
import type { XmlElement } from './xml.ts';
import { childOf, parseXml, textOf } from './xml.ts';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';

export type Call = { operation: XmlElement; header: XmlElement | undefined; sessionId: string };

/**
 * The call in a SOAP envelope.
 * @throws ParseProblem if there is none
 */
export const readCall = (xml: string): Call => {
  const root = parseXml(xml);
  const header = childOf(root, 'Header');
  const operation = childOf(root, 'Body')?.children[0];
  if (root.name !== 'Envelope' || root.namespace !== soap || !operation) {
    throw new ParseProblem('The request is no SOAP envelope', root.line, root.column);
  }
  return { operation, header, sessionId: textOf(childOf(header, 'SessionHeader'), 'sessionId') ?? '' };
};

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${soap}" xmlns="${namespace}"` +
  ` xmlns:sf="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
  `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;

/** The answer to an operation; `results` are XML elements already. */
export const writeResponse = (operation: string, results: string): string =>
  envelope(`<${operation}Response>${results}</${operation}Response>`);

/** A fault; the text begins with the code, as clients know it (SOAP API Developer Guide, "Error Handling"). */
export const writeFault = (code: string, text: string): string =>
  envelope(
    `<soapenv:Fault><faultcode>${escapeXml(code)}</faultcode><faultstring>${escapeXml(text)}</faultstring></soapenv:Fault>`
  );
