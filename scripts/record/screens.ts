import xterm from '@xterm/headless';
import type { IBufferCell, IBufferLine, Terminal } from '@xterm/headless';

/** What a program wrote to its terminal, and when, in milliseconds since its start. */
export type Chunk = { at: number; text: string };
/** Characters of one look, from a column on. `color` is one of the 16 of a terminal, -1 its default. */
export type Run = { column: number; text: string; color: number; bold: boolean; dim: boolean };
/** What stands on a terminal, line by line, for so many milliseconds. */
export type Screen = { lines: Run[][]; shown: number };
export type Size = { columns: number; rows: number };

/** Milliseconds: the longest wait that is shown, a step of text that comes all at once, and time to read. */
const pause = { longest: 400, step: 150, prompt: 1200, reading: 3500 };
/** So many times faster than it was, waiting is shown. */
const haste = 3;
const linesAtOnce = 3;
const prompt = /^(?=\$ )/m;
/** What redraws what is there has to be shown whole. */
const redraws = /\x1b\[\d*[A-KST]/; // eslint-disable-line no-control-regex

const write = (terminal: Terminal, text: string): Promise<void> =>
  new Promise((resolve) => {
    terminal.write(text, resolve);
  });

const lookOf = (cell: IBufferCell): Omit<Run, 'column' | 'text'> => ({
  color: cell.isFgPalette() ? cell.getFgColor() % 16 : -1,
  bold: cell.isBold() !== 0,
  dim: cell.isDim() !== 0,
});

const runsOf = (line: IBufferLine): Run[] => {
  const runs: Run[] = [];
  for (let column = 0; column < line.length; column++) {
    const cell = line.getCell(column)!;
    const text = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
    const look = lookOf(cell);
    const last = runs.at(-1);
    if (last && last.color === look.color && last.bold === look.bold && last.dim === look.dim)
      last.text += text;
    else runs.push({ column, text, ...look });
  }
  // Renderers of SVG disagree about spaces: what stands apart is a run of its own.
  return runs.flatMap((run) =>
    [...run.text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: text, index }) => ({
      ...run,
      column: run.column + index,
      text,
    }))
  );
};

const linesOf = ({ buffer, rows }: Terminal): Run[][] =>
  Array.from({ length: rows }, (_, i) => runsOf(buffer.active.getLine(buffer.active.baseY + i)!));

/** Text that comes all at once, in steps that an eye can follow. */
const stepsOf = (text: string): string[] => {
  if (redraws.test(text)) return [text];
  const lines = text.split(/(?<=\n)/);
  return Array.from({ length: Math.ceil(lines.length / linesAtOnce) }, (_, i) =>
    lines.slice(i * linesAtOnce, (i + 1) * linesAtOnce).join('')
  );
};

/**
 * The screens that a terminal shows while chunks come in, at a pace at which one can read: waiting is cut short, and before
 * each prompt (`$ `) there is time to read what the command before it said.
 */
export const screensOf = async (chunks: Chunk[], { columns, rows }: Size): Promise<Screen[]> => {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const screens: Screen[] = [];
  const show = async (text: string, shown: number): Promise<void> => {
    await write(terminal, text);
    const lines = linesOf(terminal);
    const last = screens.at(-1);
    if (last && (last.shown < pause.step || JSON.stringify(last.lines) === JSON.stringify(lines))) {
      Object.assign(last, { lines, shown: last.shown + shown });
    } else screens.push({ lines, shown });
  };
  const hold = (time: number): void => {
    const last = screens.at(-1);
    if (last) last.shown += time;
  };
  for (const [i, { at, text }] of chunks.entries()) {
    for (const [part, words] of text.split(prompt).entries()) {
      const isCommand = prompt.test(words);
      const steps = stepsOf(words);
      if (part > 0 || isCommand) hold(pause.reading);
      for (const step of steps)
        await show(step, isCommand ? pause.prompt : steps.length > 1 ? pause.step : 0);
    }
    const gap = (chunks[i + 1]?.at ?? at) - at;
    hold(Math.min(gap / haste, pause.longest));
  }
  hold(pause.reading);
  terminal.dispose();
  return screens;
};
