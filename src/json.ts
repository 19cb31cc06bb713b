/** An error as JSON without stack and cause, which the base command adds: they are for developers, not for pipelines. */
export const withoutStack = (json: unknown): unknown => {
  if (typeof json !== 'object' || json === null || !('stack' in json)) return json;
  const { stack, cause, ...rest } = json as Record<string, unknown>;
  return rest;
};
