import { commandFor } from '../command.ts';
import { type Command, say, type Values } from '../text/messages.ts';
import { rungOf, type Todo } from '../todo.ts';
import type { Check } from '../result.ts';
import { type LinkView, valuesOf } from './view.ts';

/** The remedy of the rungs that look at somebody else's app: what there is to do by hand, or to take the app over. */
export const leftToAPerson = (check: Check, todos: Todo[], values: Values): Check => {
  const own = todos.filter((todo) => rungOf(todo) === check.id);
  const isAboutApp = own.length > 0 && check.actions.includes((values.link as Command).command);
  if (!isAboutApp) return check;
  return { ...check, actions: [...own.flatMap(({ actions }) => actions), say('s2s', 'orAdopt', values)] };
};

/** What verify was asked that the command which continues it has to repeat. */
type Asked = { hub: string; spokes: string[]; calloutUsers: string[]; expiresWithin?: number };

/** The command that waits for a change to spread. Salesforce's Setup says that a new app takes 2 to 10 minutes. */
export const waitCommand = ({ hub, spokes, calloutUsers, expiresWithin }: Asked): Command =>
  commandFor('verify', {
    hub,
    spoke: spokes,
    'callout-user': calloutUsers,
    'expires-within': expiresWithin?.toString(),
    wait: '10',
  });

/**
 * A refusal that may pass by itself: the remedy is to wait. Where both ends were looked at, nothing is amiss that
 * linking again would mend.
 */
export const orWait = (check: Check, view: LinkView): Check => {
  const { hubName, spokeName, spoke } = view;
  const again = waitCommand({ ...view, hub: hubName, spokes: spokeName === undefined ? [] : [spokeName] });
  if (check.actions.some((action) => action.includes(again.command))) return check;
  const wait = say('s2s', 'waitRemedy', { again });
  if (!spoke) return { ...check, actions: [...check.actions, wait] };
  const { command } = valuesOf(view).link as Command;
  return { ...check, actions: [wait, ...check.actions.filter((action) => action !== command)] };
};
