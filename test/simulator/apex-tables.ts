import { expect } from 'chai';
import type { ApexHost } from '../../simulator/apex/host.ts';
import { debugged, run } from './apex-fixtures.ts';

/** An expression, behind statements if need be (`Integer i = 1; i + 1`), and how System.debug shows its value. */
export type Row = [code: string, shown: string];

type Around = { setup?: string; changed?: Partial<ApexHost> };

const showing = (code: string): string => {
  const at = code.lastIndexOf('; ') + 1;
  return `${code.slice(0, at)} System.debug(${code.slice(at)});`;
};

/** A test for each row; `setup` runs before each. */
export const yields = (rows: Row[], { setup = '', changed }: Around = {}): void => {
  for (const [code, shown] of rows) {
    it(`evaluates ${code}`, async () => {
      const result = await run(`${setup} ${showing(code)}`, changed);
      expect(result.compileProblem ?? result.exceptionMessage).to.equal(null);
      expect(debugged(result)[0]).to.equal(shown);
    });
  }
};

/** A test for each script and the beginning of the exception that ends it. */
export const throws = (
  rows: [code: string, headline: string][],
  { setup = '', changed }: Around = {}
): void => {
  for (const [code, headline] of rows) {
    it(`throws on ${code}`, async () => {
      const { compileProblem, exceptionMessage } = await run(`${setup} ${code};`, changed);
      expect(compileProblem).to.equal(null);
      expect(exceptionMessage?.slice(0, headline.length)).to.equal(headline);
    });
  }
};

/** A test for each script that the simulator does not run, and what it lacks. */
export const lacks = (rows: [code: string, what: string][]): void => {
  for (const [code, what] of rows) {
    it(`does not simulate ${what}`, async () => {
      expect((await run(`${code};`)).compileProblem).to.equal(`not simulated: ${what}`);
    });
  }
};
