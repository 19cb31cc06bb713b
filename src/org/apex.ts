import type { Connection } from '@salesforce/core';

/** Answer of the Tooling API to executeAnonymous. */
type ExecuteAnonymousAnswer = {
  line: number;
  column: number;
  compiled: boolean;
  success: boolean;
  compileProblem: string | null;
  exceptionMessage: string | null;
};

export type ApexOutcome =
  | { kind: 'value'; value: string }
  | { kind: 'exception'; message: string }
  | { kind: 'compile'; message: string }
  /** It ran to its end and handed nothing back. */
  | { kind: 'done'; message: string };

/** Options of the transport. */
const neverRepeated = { retry: { methods: [] } };

/** Stands before what is handed back: the words of an exception before it are in the language of the user. */
const handedBack = 's2s:';
const handedBackText = /^System\.AssertException: [^]*?s2s:([^]*)$/;

/** Apex that hands the text of an expression back; nothing after it runs. */
export const handBack = (expression: string): string =>
  `System.assert(false, '${handedBack}' + ${expression});`;

/** A text as Apex string literal, which a URL can carry: no halves of characters. Source: Apex Developer Guide, "String" escape sequences. */
export const apexText = (text: string): string =>
  `'${text.replace(/[\\'\p{Cc}\p{Cs}\u2028\u2029]/gu, (c) =>
    c === '\\' || c === "'" ? `\\${c}` : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
  )}'`;

/**
 * Runs anonymous Apex that hands a text back with `handBack`: there is no other return value
 * without a debug log, and the exception rolls back whatever the script did.
 * Source: Tooling API, executeAnonymous (GET only). The transport does not repeat it as it does other GETs: the script
 * may have run, callouts included, although no answer came.
 * @param code Apex, below 8 KB: it travels in the URL
 * @returns the text, or the exception or compile problem that came instead
 */
export const runApex = async (conn: Connection, code: string): Promise<ApexOutcome> => {
  const answer = await conn.tooling.request<ExecuteAnonymousAnswer>(
    `/services/data/v${conn.getApiVersion()}/tooling/executeAnonymous?anonymousBody=${encodeURIComponent(code)}`,
    neverRepeated
  );
  if (typeof answer?.compiled !== 'boolean')
    throw new SyntaxError('The answer is not one of executeAnonymous.');
  if (!answer.compiled) return { kind: 'compile', message: answer.compileProblem ?? '' };
  const message = answer.exceptionMessage ?? '';
  if (answer.success) return { kind: 'done', message };
  const value = handedBackText.exec(message)?.[1];
  if (value !== undefined) return { kind: 'value', value };
  return { kind: 'exception', message };
};
