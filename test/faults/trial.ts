import { isDeepStrictEqual } from 'node:util';
import { SfError } from '@salesforce/core';
import type { Fault } from '../../simulator/org.ts';
import { useSteadyTransport } from '../../src/org/http.ts';
import { secretForms } from '../e2e/spawned.ts';
import { snapshotOf } from '../snapshot.ts';
import type { Asked } from './requests.ts';
import type { Ending, Scene } from './scene.ts';
import { remember } from './state.ts';

type Shape = Record<string, Record<string, unknown>>[];

/** A scene whose undisturbed run is known. */
export type Stage = Scene & {
  /** Takes the orgs back to where the run starts. */
  reset: () => void;
  /** What the orgs hold after the undisturbed run. */
  wanted: Shape;
  /** States from which it was run again, and what was wrong after that. */
  judged: Map<string, string[]>;
};

/**
 * What is made anew each time: moments, ids of apps at their settings, consumer keys, names of certificates, which have the
 * day in them, and certificates as such and in base64.
 */
const minted =
  /S2S_\d{8}(?:_\d+)?|\d{4}-\d\d-\d\dT[\d:.]+Z|\b888\w{12}|3MVG9[\w.]+|-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----(?:\\n)?|LS0tLS1CRUdJTi[\w+/]+=*/g;

/** What the orgs hold; what is minted is told by the order in which it is first met. */
const shapeOf = ({ orgs }: Scene): Shape => {
  const names = new Map<string, string>();
  const text = JSON.stringify(orgs.map(({ org }) => snapshotOf(org))).replaceAll(minted, (value) => {
    const name = names.get(value) ?? `minted ${names.size + 1}`;
    names.set(value, name);
    return name;
  });
  return JSON.parse(text) as Shape;
};

/** Runs a command undisturbed, once, to know what it asks and what it makes. */
export const setStage = async (scene: Scene): Promise<Stage> => {
  const resets = scene.orgs.map(({ org }) => remember(org));
  const reset = (): void => {
    for (const one of resets) one();
  };
  reset();
  const { exitCode, text } = await scene.run();
  if (exitCode !== 0) throw new Error(`The undisturbed run ended with ${exitCode}: ${text}`);
  return { ...scene, reset, wanted: shapeOf(scene), judged: new Map() };
};

/** What is wrong with how a run ended: neither well, nor with an error that says what to do, or with a secret in it. */
export const badEnding = ({ orgs }: Scene, { exitCode, text, error }: Ending): string[] => {
  const tokens = orgs.flatMap(({ org }) => [...org.sessions.keys()]);
  const isSecret =
    secretForms.some((form) => form.test(text)) || tokens.some((token) => text.includes(token));
  const isClear = error === undefined || (error instanceof SfError && (error.actions ?? []).length > 0);
  return [
    ...([0, 1, 68, 69].includes(exitCode) ? [] : [`exit code ${exitCode}`]),
    ...(isClear ? [] : [`no clear error: ${error.stack}`]),
    ...(exitCode === 0 || /\n\S|sf s2s|Setup/.test(text) ? [] : [`nothing to do: ${text}`]),
    ...(/\{\w+\}|undefined|\[object|at .*\.[jt]s:/.test(text) ? [`not for people: ${text}`] : []),
    ...(isSecret ? ['a secret is told'] : []),
  ];
};

/** In what the orgs differ from where an undisturbed run ends. */
export const differences = (stage: Stage, shape: Shape = shapeOf(stage)): string[] =>
  shape.flatMap((org, i) =>
    Object.keys(org).flatMap((part) =>
      [...new Set([...Object.keys(org[part]), ...Object.keys(stage.wanted[i][part])])]
        .filter((name) => !isDeepStrictEqual(org[part][name], stage.wanted[i][part][name]))
        .map((name) => `${stage.orgs[i].org.alias} has another ${part} ${name}`)
    )
  );

/**
 * Runs a command once more, now that nothing is in its way; what was said of the same state before holds again.
 * @returns what is not as after an undisturbed run
 */
export const runAgain = async (stage: Stage): Promise<string[]> => {
  const state = JSON.stringify(shapeOf(stage));
  const known = stage.judged.get(state);
  if (known) return known;
  for (const { org } of stage.orgs) org.faults.length = 0;
  const { exitCode, text } = await stage.run();
  const problems =
    exitCode === 0
      ? [...differences(stage), ...(await stage.broken())]
      : [`run again it ended with ${exitCode}: ${text}`];
  stage.judged.set(state, problems);
  return problems;
};

/** Kinds of failure; an org that is silent has done what it was asked, or has not. */
export const kinds = [
  'refuse',
  'reset',
  'hang',
  'mute',
  'expired',
  'unavailable',
  'html',
  'foreign',
  'blank',
  'truncate',
] as const;
export type Kind = (typeof kinds)[number];

/** How long a run listens to silence, in milliseconds. */
const patience = 250;

/** What became of a run with one request in trouble, and of the run after it. */
export type Outcome = {
  exitCode: number;
  /** Whether the run came to that request. */
  isMet: boolean;
  problems: string[];
};

/**
 * Runs a command with one request in trouble, that one time or from then on for the rest of the run, then once more.
 */
export const tryFault = async (
  stage: Stage,
  { org, path, operation, callout, after, says }: Asked,
  kind: Kind,
  isLasting: boolean
): Promise<Outcome> => {
  stage.reset();
  const fault: Fault = { path, operation, callout, after, kind, times: isLasting ? 1_000 : 1 };
  stage.orgs[org].fault(fault);
  const isSilent = kind === 'hang' || kind === 'mute';
  if (isSilent) useSteadyTransport({ firstRetryDelay: 0, silence: patience });
  const ending = await stage.run();
  if (isSilent) useSteadyTransport({ firstRetryDelay: 0 });
  const isMet = fault.times !== (isLasting ? 1_000 : 1);
  const problems = [...badEnding(stage, ending), ...(await runAgain(stage))];
  return {
    exitCode: ending.exitCode,
    isMet,
    problems: problems.map((problem) => `${kind}${isLasting ? ' from then on' : ''}, ${says}: ${problem}`),
  };
};
