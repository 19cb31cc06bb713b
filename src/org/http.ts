import { AsyncLocalStorage } from 'node:async_hooks';
import { setDefaults, setDispatcher } from '@jsforce/jsforce-node/lib/request.js';
import { Agent, type Dispatcher } from 'undici';

/** What the transport puts up with. Times in milliseconds, sizes in bytes. */
export type TransportLimits = {
  connectTimeout: number;
  /** Longest silence while an answer is awaited or read. */
  silence: number;
  largestAnswer: number;
  /** How often a safe request is repeated. */
  retries: number;
  firstRetryDelay: number;
};

const usualLimits: TransportLimits = {
  connectTimeout: 10_000,
  silence: 60_000,
  largestAnswer: 64 * 1024 * 1024,
  retries: 2,
  firstRetryDelay: 300,
};

/** A page that says 200 comes from something in between, or from an org that is down: no API answers so. */
const isPage = (
  status: number,
  { 'content-type': type }: Record<string, string | string[] | undefined>
): boolean => status === 200 && String(type).startsWith('text/html');

/**
 * Holds an answer back until it is whole. jsforce streams a body into a listener-less stream, so an answer
 * that breaks off half-way would end the process or leave a promise unsettled for ever.
 */
const whole =
  (largestAnswer: number): Dispatcher.DispatcherComposeInterceptor =>
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
        if (size > largestAnswer)
          controller.abort(new Error(`The answer is larger than ${largestAnswer} bytes.`));
      },
      onResponseEnd: (controller, trailers) => {
        if (start && isPage(start[1], start[2])) {
          handler.onResponseError?.(controller, new Error('An HTML page came instead of an answer.'));
          return;
        }
        if (start) handler.onResponseStart?.(...start);
        for (const chunk of chunks) handler.onResponseData?.(controller, chunk);
        handler.onResponseEnd?.(controller, trailers);
      },
      onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
    });
  };

/** The variable that names the proxy: jsforce takes the first that is set, even to nothing, and ignores NO_PROXY. */
export const proxyVariable = (env: Record<string, string | undefined>): string | undefined =>
  ['https_proxy', 'http_proxy', 'HTTPS_PROXY', 'HTTP_PROXY'].find((name) => env[name] !== undefined);

let limits = usualLimits;

/** What the transport puts up with now. */
export const currentLimits = (): TransportLimits => limits;

const repeatedByOthers = new AsyncLocalStorage<true>();

/** Work whose requests are not repeated here, because whoever does it sees to that. */
export const withoutRepeats = <T>(work: () => Promise<T>): Promise<T> => repeatedByOthers.run(true, work);

const deadlines = new AsyncLocalStorage<number>();

/**
 * Work whose requests all end by a time, answered or not: for what must not hold others up.
 * @param deadline in milliseconds since 1970
 * @throws whatever the work throws, for a request that was cut off an error of the transport
 */
export const withDeadline = <T>(deadline: number, work: () => Promise<T>): Promise<T> =>
  deadlines.run(deadline, work);

/** Milliseconds that a request may take until its answer is there; undefined where nobody set a time. */
const timeLeft = (): number | undefined => {
  const deadline = deadlines.getStore();
  return deadline === undefined ? undefined : Math.max(1, deadline - Date.now());
};

/**
 * Makes every request of this process, those of `@salesforce/core` included, survive bad weather: whole answers
 * of limited size, time-outs, few retries. Redirects are never followed with credentials: jsforce follows none
 * unless told to. With a proxy in the environment jsforce uses an agent of its own and this one is passed by.
 */
export const useSteadyTransport = (changes: Partial<TransportLimits> = {}): void => {
  limits = { ...usualLimits, ...changes };
  const { connectTimeout, silence, largestAnswer, retries, firstRetryDelay } = limits;
  const agent = new Agent({
    connect: { timeout: connectTimeout },
    allowH2: false,
    headersTimeout: silence,
    bodyTimeout: silence,
  });
  setDispatcher(agent.compose(whole(largestAnswer)));
  setDefaults({
    httpProxy: process.env[proxyVariable(process.env) ?? ''],
    // jsforce spreads its defaults into the options of each request, so each is given what holds for the work it is part of.
    get retry() {
      return { maxRetries: repeatedByOthers.getStore() ? 0 : retries, minTimeout: firstRetryDelay };
    },
    get timeout() {
      return timeLeft();
    },
  });
};
