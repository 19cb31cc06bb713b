import { readFileSync } from 'node:fs';
import { Lifecycle } from '@salesforce/core';
import { expect } from 'chai';
import hook from '../../src/hooks/diagnostics.ts';
import { withPair } from '../e2e/pair.ts';

type Seen = { testName: string; status: string };

describe('hooks/diagnostics', () => {
  it('stands where sf doctor looks for it', () => {
    const { name, oclif } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
    ) as { name: string; oclif: { hooks: Record<string, string> } };
    expect(oclif.hooks).to.deep.equal({ [`sf-doctor-${name}`]: './lib/hooks/diagnostics' });
  });

  it('tells what it found, and asks no org', () =>
    withPair({}, async (pair) => {
      const lengths = [pair.hub.log.length, pair.spoke.log.length];
      const [seen, suggestions]: [Seen[], string[]] = [[], []];
      const lifecycle = Lifecycle.getInstance();
      lifecycle.on<Seen>('Doctor:diagnostic', (data) => Promise.resolve(void seen.push(data)));
      await hook({ doctor: { addSuggestion: (text) => suggestions.push(text) } });
      lifecycle.removeAllListeners('Doctor:diagnostic');
      expect(seen).to.have.lengthOf(8);
      expect(seen[0]).to.deep.equal({
        testName: `[sf-plugin-s2s] Node ${process.versions.node}, where 22.19 or later is needed`,
        status: 'pass',
      });
      expect(seen.some(({ status }) => status === 'unknown')).to.equal(false);
      expect(suggestions).to.have.lengthOf(seen.filter(({ status }) => status !== 'pass').length);
      expect([pair.hub.log.length, pair.spoke.log.length]).to.deep.equal(lengths);
    }));
});
