import type { Wait } from '../verify/attempt.ts';

/** Every stage that a run can have, in the order of a link. */
export const stages = ['look', 'observe', 'plan', 'certificate', 'spoke', 'hub', 'verify'] as const;
export type Stage = (typeof stages)[number];

/** What a run tells while it works; how it is shown is the command's affair. */
export type Progress = (event: { stage: Stage; waiting?: { link: string; wait: Wait } }) => void;
