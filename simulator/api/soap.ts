import { readCall, writeFault } from '../metadata/envelope.ts';
import type { Call } from '../metadata/envelope.ts';
import { ParseProblem } from '../metadata/problem.ts';
import type { Answer } from './http.ts';

const headers = { 'content-type': 'text/xml;charset=UTF-8' };

/** The call in a SOAP request, or why there is none. */
export const readSoap = (xml: string): Call | ParseProblem => {
  try {
    return readCall(xml);
  } catch (error) {
    if (error instanceof ParseProblem) return error;
    throw error;
  }
};

/** A SOAP answer; clients read the literal prefix `soapenv`. */
export const soapAnswer = (namespace: string, body: string, header: string): Answer => ({
  status: 200,
  headers,
  body:
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
    ` xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    (header && `<soapenv:Header>${header}</soapenv:Header>`) +
    `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
});

/** A SOAP fault: HTTP 500, for a dead session too (SOAP API Developer Guide, "Error Handling"). */
export const soapFault = (code: string, text: string): Answer => ({
  status: 500,
  headers,
  body: writeFault(code, text),
});
