import { say } from './text/messages.ts';

/** As many names as a line bears. */
export const mostNames = 3;

/** Some of many names, and how many more there are. */
export const someOf = (names: string[]): string => {
  const count = names.length - mostNames;
  const some = names.slice(0, mostNames).join(', ');
  return count > 0 ? say('s2s', 'andMore', { names: some, count }) : some;
};
