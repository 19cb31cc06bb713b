import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { noteTime } from './skew.ts';

type Headers = Record<string, string | string[] | undefined>;

/** What was asked. */
type Question = { path: string; method: string };

/** What a request asks for, by the name that an answer gives it. */
const unpackers: Record<string, typeof gunzipSync> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

const tooLarge = (largest: number): Error => new Error(`The answer is larger than ${largest} bytes.`);

/** An answer unpacked, if it is small enough then: a few bytes may become a thousand times as many. @throws Error */
const unpacked = (body: Buffer, { 'content-encoding': encoding }: Headers, largest: number): Buffer => {
  if (encoding === undefined || body.length === 0) return body;
  const unpack = unpackers[String(encoding).toLowerCase()];
  if (!unpack) throw new Error('The answer is packed in a way that nobody asked for.');
  try {
    return unpack(body, { maxOutputLength: largest });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ERR_BUFFER_TOO_LARGE'
      ? tooLarge(largest)
      : new Error(`The answer can't be unpacked: ${message}.`);
  }
};

/** Whether a text is JSON as a whole. */
export const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The element in which SOAP tells what became of a call; before it stand the envelope and some headers. */
const soapResponse = /<(\w+:)?\w+Response[\s/>]/;
const perSoapHead = 16_384;

/**
 * Whether a success is told as the API tells it. Of anything else the client library makes an empty answer, and nothing must
 * not be taken for nothing there. What it reads as XML and JSON goes by the type of the content.
 */
const isOfApi = (
  { path, method }: Question,
  status: number,
  { 'content-type': type = '' }: Headers,
  body: Buffer
): boolean => {
  if (/\bhtml\b/i.test(String(type))) return false;
  if (path.startsWith('/services/Soap/'))
    return (
      /^(text|application)\/xml(;|$)/.test(String(type)) &&
      soapResponse.test(body.toString('latin1', 0, perSoapHead))
    );
  if (!path.startsWith('/services/data/')) return true;
  // REST API Developer Guide, "Status Codes": what changes or deletes a record has nothing to tell.
  if (status === 204) return method === 'PATCH' || method === 'DELETE';
  return /^application\/json(;|$)/.test(String(type)) && isJson(body.toString());
};

/** What is wrong with an answer that is there as a whole. @throws Error */
const guardAnswer = (
  question: Question,
  status: number,
  headers: Headers,
  body: Buffer,
  largest: number
): void => {
  if (status >= 300 && status < 400) throw new Error(`The answer leads elsewhere (${status}).`);
  const content = unpacked(body, headers, largest);
  if (status < 300 && !isOfApi(question, status, headers, content))
    throw new Error("Something else than the API's answer came.");
};

/**
 * Holds an answer back until it is whole, and lets through what may be an API's. jsforce streams a body into a
 * listener-less stream, so an answer that breaks off half-way would end the process or leave a promise unsettled for ever;
 * and it would send the session along to wherever a redirect leads.
 * @param largest in bytes, packed and unpacked
 */
export const wholeAnswer =
  (largest: number): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) => {
    let start: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>> | undefined;
    const chunks: Buffer[] = [];
    let size = 0;
    return dispatch(options, {
      onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
      onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
      onResponseStarted: () => handler.onResponseStarted?.(),
      onBodySent: (chunk) => handler.onBodySent?.(chunk),
      onRequestSent: () => handler.onRequestSent?.(),
      onResponseStart: (...args) => {
        start = args;
        noteTime(args[2].date);
      },
      onResponseData: (controller, chunk) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > largest) controller.abort(tooLarge(largest));
      },
      onResponseEnd: (controller, trailers) => {
        if (start) {
          try {
            guardAnswer(options, start[1], start[2], Buffer.concat(chunks), largest);
          } catch (error) {
            handler.onResponseError?.(controller, error as Error);
            return;
          }
          handler.onResponseStart?.(...start);
        }
        for (const chunk of chunks) handler.onResponseData?.(controller, chunk);
        handler.onResponseEnd?.(controller, trailers);
      },
      onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
    });
  };
