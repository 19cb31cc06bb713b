import { AsyncLocalStorage } from 'node:async_hooks';
import { setDefaults, setDispatcher } from '@jsforce/jsforce-node/lib/request.js';
import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { failure } from '../text/messages.ts';
import { isLoopback, isPrivate } from '../names.ts';
import { wholeAnswer } from './answer.ts';

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

/** Variables that name proxies, as curl and undici know them. */
const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

const isProxy = (address: string): boolean =>
  URL.canParse(address) && /^(https?|socks5?):$/.test(new URL(address).protocol);

/** The variable that holds something else than the address of a proxy. What it holds is not told: passwords stand there. */
export const unusableProxy = (env: Record<string, string | undefined>): string | undefined =>
  proxyVariables.find((name) => env[name] && !isProxy(env[name]));

/** Lets no request out that others could read on its way. */
const privately: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const origin = String(options.origin);
  if (!isPrivate(origin)) throw new Error(`${origin} is not https: nothing is sent there.`);
  return dispatch(options, handler);
};

/** Requests to this machine stay on it, whatever proxy there is: they are not encrypted. */
const loopbackBy =
  (direct: Dispatcher): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) =>
    isLoopback(String(options.origin)) ? direct.dispatch(options, handler) : dispatch(options, handler);

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
 * Makes every request of this process, those of `@salesforce/core` included, survive bad weather and bad company: https
 * alone but for loopback, whole answers of limited size, no redirects, time-outs, few retries. Proxies of the environment
 * are used, but for hosts in NO_PROXY; jsforce would give each request an agent of its own to a proxy, without all that.
 * @throws SfError for a proxy that can't be used
 */
export const useSteadyTransport = (changes: Partial<TransportLimits> = {}): void => {
  limits = { ...usualLimits, ...changes };
  const { connectTimeout, silence, largestAnswer, retries, firstRetryDelay } = limits;
  const variable = unusableProxy(process.env);
  if (variable !== undefined) throw failure('badProxy', { variable });
  const options = { allowH2: false, connectTimeout, headersTimeout: silence, bodyTimeout: silence };
  const direct = new Agent(options);
  const proxied = new EnvHttpProxyAgent({
    ...options,
    // What the proxy itself answers, before it lets through.
    clientFactory: (origin, client) => new Pool(origin, { ...client, headersTimeout: silence }),
  });
  setDispatcher(proxied.compose(loopbackBy(direct), wholeAnswer(largestAnswer), privately));
  setDefaults({
    // jsforce spreads its defaults into the options of each request, so each is given what holds for the work it is part of.
    get retry() {
      return { maxRetries: repeatedByOthers.getStore() ? 0 : retries, minTimeout: firstRetryDelay };
    },
    get timeout() {
      return timeLeft();
    },
  });
};
