import { expect } from 'chai';
import { listLinks, type ListOutcome, type ListRequest } from '../../src/list/list.ts';
import type { LinkResult } from '../../src/result.ts';
import { type Pair, quickClock } from './pair.ts';

/** What a hub's links are, asked in this process. @param days from now on */
export const list = (
  { hub, ends }: Pick<Pair, 'hub' | 'ends'>,
  more: Partial<ListRequest> = {},
  days = 0,
  patience = { each: 60_000, all: 60_000 }
): Promise<ListOutcome> =>
  listLinks(
    { hub: { conn: ends.hub, name: hub.org.alias }, ...more },
    quickClock(Date.now() + days * 86_400_000),
    patience
  );

/** The one link of a hub. */
export const only = async (pair: Pair, ...more: [Partial<ListRequest>?, number?]): Promise<LinkResult> => {
  const { links } = (await list(pair, ...more)).result;
  expect(links).to.have.lengthOf(1);
  return links[0];
};
