// Only for Stryker (stryker.config.json).

type Hits = Record<string, number>;
type Coverage = { static: Hits; perTest: Record<string, Hits> };

/**
 * What tests call while they are defined, to make their examples, is no reason to load everything anew for a mutant that
 * they also call while they run: Stryker would do that for each mutant which was hit outside tests. Only what is hit nowhere
 * else (constants of modules) stays on its list.
 */
export const mochaHooks = {
  afterAll(): void {
    const { mutantCoverage } =
      (globalThis as { __stryker__?: { mutantCoverage?: Coverage } }).__stryker__ ?? {};
    if (!mutantCoverage) return;
    const inTests = new Set(Object.values(mutantCoverage.perTest).flatMap((hits) => Object.keys(hits)));
    const outside = Object.entries(mutantCoverage.static).filter(([mutant]) => !inTests.has(mutant));
    mutantCoverage.static = Object.fromEntries(outside);
  },
};
