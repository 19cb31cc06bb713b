import type { Run, Screen, Size } from './screens.ts';

const cell = { width: 8.4, height: 18, descent: 5 };
const margin = 16;

/** The 16 colours of a terminal, and its paper and ink: on a light page, on a dark one. */
const light = ['#24292f', '#cf222e', '#116329', '#7d4e00', '#0969da', '#8250df', '#1b7c83', '#57606a'];
const dark = ['#8b949e', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#c9d1d9'];
const themes = {
  light: { paper: '#f6f8fa', edge: '#d0d7de', ink: '#24292f', colors: [...light, ...light] },
  dark: { paper: '#161b22', edge: '#30363d', ink: '#e6edf3', colors: [...dark, ...dark] },
};

const short = (value: number): string => String(Number(value.toFixed(2)));
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const styleOf = ({ paper, edge, ink, colors }: (typeof themes)['light']): string =>
  [
    `.paper{fill:${paper};stroke:${edge}}`,
    `text{fill:${ink}}`,
    ...colors.map((color, i) => `.c${i}{fill:${color}}`),
  ].join('');

const textOf = ({ column, text, color, bold, dim }: Run): string => {
  const look = [color >= 0 && `c${color}`, bold && 'b', dim && 'd'].filter(Boolean).join(' ');
  // Whatever the font, each character stands in its column.
  const length = text.length > 1 ? ` textLength="${short(text.length * cell.width)}"` : '';
  return `<text x="${short(column * cell.width)}"${length}${look && ` class="${look}"`}>${escaped(text)}</text>`;
};

/**
 * Pure: an SVG that shows screens one after the other, again and again, on light and dark pages. Where nothing is to move
 * it shows the `still` one. Each line that occurs is in it once.
 */
export const filmOf = (
  screens: Screen[],
  { columns, rows }: Size,
  { title, still }: { title: string; still: number }
): string => {
  const width = columns * cell.width + 2 * margin;
  const height = rows * cell.height + 2 * margin;
  const lineIds = new Map<string, number>();
  const frames = screens.map(({ lines }, i) => {
    const uses = lines.flatMap((runs, row) => {
      if (runs.length === 0) return [];
      const line = runs.map(textOf).join('');
      if (!lineIds.has(line)) lineIds.set(line, lineIds.size);
      return `<use href="#${lineIds.get(line)}" y="${(row + 1) * cell.height - cell.descent}"/>`;
    });
    return `<g transform="translate(${short(i * width)} 0)">${uses.join('')}</g>`;
  });
  const total = screens.reduce((sum, { shown }) => sum + shown, 0);
  let before = 0;
  const keyframes = screens.map(({ shown }, i) => {
    const percent = short((before / total) * 100);
    before += shown;
    return `${percent}%{transform:translateX(${short(-i * width)}px)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${short(width)} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    '<style>',
    "text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}",
    '.b{font-weight:bold}.d{opacity:.7}',
    styleOf(themes.light),
    `@media(prefers-color-scheme:dark){${styleOf(themes.dark)}}`,
    `.film{transform:translateX(${short(-still * width)}px)}`,
    `@media(prefers-reduced-motion:no-preference){.film{animation:film ${short(total / 1000)}s step-end infinite}}`,
    `@keyframes film{${keyframes.join('')}}`,
    '</style>',
    `<defs>${[...lineIds].map(([line, id]) => `<g id="${id}">${line}</g>`).join('\n')}</defs>`,
    `<rect class="paper" x=".5" y=".5" width="${short(width - 1)}" height="${height - 1}" rx="8"/>`,
    `<svg x="${margin}" y="${margin}" width="${short(width - 2 * margin)}" height="${height - 2 * margin}">`,
    `<g class="film">${frames.join('\n')}</g>`,
    '</svg>',
    '</svg>',
    '',
  ].join('\n');
};
