import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Dispatcher } from 'undici';

type Headers = Record<string, string | string[] | undefined>;

/** A page that says 200 comes from something in between, or from an org that is down: no API answers so. */
const isPage = (status: number, { 'content-type': type }: Headers): boolean =>
  status === 200 && String(type).startsWith('text/html');

/** Statuses that lead to another address. Source: RFC 9110, section 15.4. */
const redirects = [301, 302, 303, 307, 308];

/** What a request asks for, by the name that an answer gives it. */
const unpackers: Record<string, typeof gunzipSync> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

const tooLarge = (largest: number): Error => new Error(`The answer is larger than ${largest} bytes.`);

/** Whether an answer is small enough once it is unpacked: a few bytes may become a thousand times as many. */
const guardUnpacked = (body: Buffer, { 'content-encoding': encoding }: Headers, largest: number): void => {
  if (encoding === undefined || body.length === 0) return;
  const unpack = unpackers[String(encoding).toLowerCase()];
  if (!unpack) throw new Error('The answer is packed in a way that nobody asked for: it is not valid JSON.');
  try {
    unpack(body, { maxOutputLength: largest });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(largest) : error;
  }
};

/** What is wrong with an answer that is there as a whole. @throws Error */
const guardAnswer = (status: number, headers: Headers, body: Buffer, largest: number): void => {
  if (redirects.includes(status)) throw new Error(`The answer leads elsewhere (${status}).`);
  if (isPage(status, headers)) throw new Error('An HTML page came instead of an answer.');
  guardUnpacked(body, headers, largest);
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
      },
      onResponseData: (controller, chunk) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > largest) controller.abort(tooLarge(largest));
      },
      onResponseEnd: (controller, trailers) => {
        if (start) {
          try {
            guardAnswer(start[1], start[2], Buffer.concat(chunks), largest);
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
