import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string[]>();

/** Notes that the request at hand created, changed or deleted something: `<type>:<name>`. */
export const noteChange = (what: string): void => {
  current.getStore()?.push(what);
};

/** Runs the work of a request and gathers what it notes. */
export const gatherChanges = async <T>(work: () => Promise<T>): Promise<{ result: T; changes: string[] }> => {
  const changes: string[] = [];
  return { result: await current.run(changes, work), changes };
};
