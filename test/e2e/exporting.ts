import { expect } from 'chai';
import { manifestDocument } from '../../src/export/document.ts';
import { exportLinks, type ExportOutcome } from '../../src/export/export.ts';
import { linkOrgs } from '../../src/link/link.ts';
import { readManifest } from '../../src/manifest/read.ts';
import type { ManifestLink } from '../../src/manifest/schema.ts';
import { changesSince, type Pair, quickClock } from './pair.ts';

/** The manifest of a hub, as an object and as text. */
export const exportOf = async ({
  hub,
  ends,
}: Pick<Pair, 'hub' | 'ends'>): Promise<ExportOutcome & { text: string }> => {
  const outcome = await exportLinks({ hub: { conn: ends.hub, name: hub.org.alias } }, quickClock());
  return { ...outcome, text: manifestDocument(outcome) };
};

export const linksIn = ({ result }: ExportOutcome): ManifestLink[] => result.manifest.hubs[0].links;

/** Applies what was exported, link by link, without writing. @returns the steps that would change something */
export const changesOf = async (pairs: Pair[], text: string): Promise<string[]> => {
  const { hubs } = readManifest(text, { file: 's2s.yaml', env: {} });
  expect(hubs.map(({ hub }) => hub)).to.deep.equal([pairs[0].hub.org.alias]);
  const changes: string[] = [];
  for (const { request } of hubs[0].links) {
    const { ends } = pairs.find(({ spoke }) => spoke.org.alias === request.spoke)!;
    const options = { dryRun: true, wait: 0, progress: (): void => undefined };
    const { plan } = await linkOrgs(ends, request, options, quickClock());
    changes.push(
      ...plan.steps
        .filter(({ action }) => action !== 'unchanged')
        .map(({ type, name, action, changes: what }) => [action, type, name, ...what].join(' '))
    );
  }
  return changes;
};

/** Exports a pair's one link and makes sure that to apply it changes nothing, and that nothing was written. */
export const roundTrip = async (pair: Pair): Promise<ManifestLink> => {
  const from = [pair.hub.log.length, pair.spoke.log.length];
  const outcome = await exportOf(pair);
  expect(await changesOf([pair], outcome.text)).to.deep.equal([]);
  expect([...changesSince(pair.hub, from[0]), ...changesSince(pair.spoke, from[1])]).to.deep.equal([]);
  expect([outcome.left, outcome.warnings]).to.deep.equal([[], []]);
  const links = linksIn(outcome);
  expect(links).to.have.lengthOf(1);
  return links[0];
};
