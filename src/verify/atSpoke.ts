import { describeEnd, describeUnseen } from '../describe.ts';
import { acceptCommand } from '../command.ts';
import { failure } from '../text/messages.ts';
import { myDomain, originOf } from '../names.ts';
import { type App, settingsOf } from '../observe/app.ts';
import { findHolders } from '../observe/ownSets.ts';
import { readHubs, readSiblings } from '../observe/siblings.ts';
import { observeSpoke } from '../observe/spoke.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { End } from '../org/end.ts';
import { asSpokes, describe, type VerifyOutcome } from './links.ts';
import { checkSpokeHalf, viewFromSpoke } from './spokeHalf.ts';
import type { LinkView } from './view.ts';

/** What a spoke's admin wants to know of a hub to which they are not logged in. */
export type AtSpokeRequest = { hubId: string; spokes: End[]; expiresWithin?: number };

const viewOfApp = async (
  spoke: End,
  { names, ...app }: App,
  { hubId, expiresWithin }: AtSpokeRequest,
  now: Date
): Promise<LinkView> => {
  const selector = {
    hubId,
    spokeId: String(spoke.conn.getAuthInfoFields().orgId),
    appName: names.app,
    isNameGiven: true,
    isNameEnough: true,
    kind: names.kind,
  };
  const state = await observeSpoke(
    spoke.conn,
    selector,
    async (facts) => {
      const holders = await findHolders(spoke.conn, hubId, facts);
      return holders.length === 1 ? holders[0] : undefined;
    },
    now,
    spoke.name
  );
  // The one of an app that was taken over may be anybody's.
  const url = myDomain(originOf(settingsOf({ names, ...app } as App).callbackUrl) ?? '') ?? '';
  return viewFromSpoke(
    state,
    { id: hubId, url, name: url },
    { spokeName: spoke.name, remedy: acceptCommand(spoke.name), expiresWithin }
  );
};

/** A hub's apps on a spoke, each as a half of a link. @throws SfError when there are none */
const viewsAt = async (spoke: End, request: AtSpokeRequest, now: Date): Promise<LinkView[]> => {
  const { apps } = await readSiblings(spoke.conn, request.hubId);
  if (apps.length === 0)
    throw failure('hubUnknown', {
      spoke: spoke.name,
      hubId: request.hubId,
      hubs: (await readHubs(spoke.conn)).join(', ') || '-',
      accept: acceptCommand(spoke.name),
    });
  return Promise.all(apps.map((app) => viewOfApp(spoke, app, request, now)));
};

/**
 * Verifies a hub's links as their spokes alone show them, for who is not logged in to the hub. Changes nothing. While a
 * certificate is rotated the hub has two apps, and there are two results.
 * @throws SfError when a spoke has no app of that hub, or can't be asked
 */
export const verifyAtSpoke = async (
  request: AtSpokeRequest,
  clock: Clock = systemClock
): Promise<VerifyOutcome> => {
  const started = clock.now();
  const now = new Date(started);
  const spokes = asSpokes(request.spokes);
  await Promise.all(spokes.map(({ conn }) => useMyDomain(conn)));
  const views = (
    await Promise.all(
      spokes.map((spoke) => atOrg(spoke.name, spoke.conn.instanceUrl, viewsAt(spoke, request, now)))
    )
  ).flat();
  const verdicts = views.map((view) => {
    const checks = checkSpokeHalf(view, now);
    return { checks, passed: !checks.some(({ status }) => status === 'failed'), pending: false, times: {} };
  });
  const hub = describeUnseen({ id: request.hubId, url: views[0].hub.org.url });
  return {
    result: {
      hub: { ...hub, url: hub.url || null },
      links: views.map((view, i) => ({
        ...describe(view, now, { checks: verdicts[i].checks }),
        // What the hub calls the link only the hub knows.
        name: view.spoke?.app?.names.app ?? view.credential.name,
        spoke: describeEnd(view.spoke!.org),
        state: null,
      })),
    },
    passed: verdicts.every(({ passed }) => passed),
    unfinished: false,
    started,
    views,
    verdicts,
  };
};
