import fc from 'fast-check';

/** `PROPERTY_SEED=7 PROPERTY_RUNS=50 npx mocha …` looks at other examples, and at fifty times as many. */
const seed = Number(process.env.PROPERTY_SEED ?? 20261126);
const times = Number(process.env.PROPERTY_RUNS ?? 1);

/** Tries a property out on so many examples. @throws Error that gives the smallest one that contradicts it, and the seed */
export const always = <Ts>(property: fc.IProperty<Ts>, examples = 100): void => {
  fc.assert(property, { seed, numRuns: examples * times });
};

/**
 * The same for a property that waits for something, e.g. for an org.
 * @param atMost milliseconds that one example may take; beyond them it counts as contradicted
 */
export const alwaysInOrgs = <Ts>(
  property: fc.IAsyncProperty<Ts>,
  { examples, atMost }: { examples: number; atMost?: number }
): Promise<void> => fc.assert(property, { seed, numRuns: examples * times, timeout: atMost });

/** What means something to XML, YAML, a shell, SOQL, Apex, a spreadsheet, a pattern or a replacement. */
const meaningful = [
  '&', '<', '>', '"', "'", '\\', '`', '$', '$&', '${A}', '$${', '{!x}', ']]>', '&amp;', '<!--', ': ', ' #', '- ',
  '*a', '%', '_', '=', '+', '@', '-->', '\n', '\r', '\r\n', '\t', '\u0000', '\u001b[31m', '\u0085', '\u2028', '\uFEFF',
  '\uFFFE', '\uD83D', '\uDE00', '😀', 'é', 'ß', ' ', '..', '/', '~', '__', '00D000000000001AAA',
]; // prettier-ignore

/** Any text, also such as can stand in no file: control characters, halves of characters. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...meaningful),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.string({ maxLength: 8 })
    ),
    { maxLength: 8 }
  )
  .map((parts) => parts.join(''));

/** A text as another program gets it: there are no halves of characters outside. */
export const asSent = (text: string): string => Buffer.from(text).toString();

/** Any text that can stand in a line of a file. */
export const anyLine = anyText.map((text) => text.replace(/\p{Cc}|\p{Cs}/gu, ''));

/** What Salesforce takes as API name. */
export const anyApiName = (longest: number): fc.Arbitrary<string> =>
  fc
    .stringMatching(/^[A-Za-z](_?[A-Za-z0-9]){0,79}$/)
    .map((name) => name.slice(0, longest).replace(/_$/, ''));

/** 18 characters, as every id of an org has them. */
export const anyOrgId = fc.stringMatching(/^00D[A-Za-z0-9]{15}$/);

/** A host's label of My Domain, and the sandbox that may follow it. */
const anyLabel = fc.stringMatching(/^[a-z0-9]{1,3}(-?[a-z0-9]){0,30}$/);

/** The origin of an org: production, sandbox, Developer Edition, other clouds, loopback. */
export const anyOrigin = fc.oneof(
  anyLabel.map((name) => `https://${name}.my.salesforce.com`),
  fc
    .tuple(anyLabel, anyLabel)
    .map(([name, sandbox]) => `https://${name}--${sandbox}.sandbox.my.salesforce.com`),
  anyLabel.map((name) => `https://${name}-dev-ed.develop.my.salesforce.com`),
  anyLabel.map((name) => `https://${name}.my.sfcrmproducts.cn`),
  fc.integer({ min: 1, max: 65_535 }).map((port) => new URL(`http://127.0.0.1:${port}`).origin)
);
