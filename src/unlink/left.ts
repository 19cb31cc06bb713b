import type { Side } from '../link/step.ts';
import { commandFor } from '../command.ts';
import { say, type Values } from '../text/messages.ts';
import { newAppNames } from '../metadata/spoke.ts';
import { nameOfOrg } from '../names.ts';
import type { LinkResult } from '../result.ts';
import type { Seen } from './observe.ts';
import { hasWork, type UnlinkPlan } from './plan.ts';
import { againCommand, type UnlinkRequest } from './request.ts';

/** What a run leaves at an end that it could not reach, and how to take it away later. */
export type Left = { side: Side; todo: LinkResult['todo'][number] };

/** What the admin of the hub has to do, in words: the name of the link is known there alone. */
const leftToHub = ({ hub }: Seen, asked: string | undefined): Left => {
  const name = asked ?? 'NAME_OF_LINK';
  const unlink = commandFor('unlink', { hub: 'ALIAS_OF_HUB', name });
  const list = commandFor('list', { hub: 'ALIAS_OF_HUB' });
  const actions = [
    ...(asked === undefined ? [say('s2s', 'unlink.hubsList', { list })] : []),
    say('s2s', 'unlink.hubsAdmin', { unlink }),
  ];
  return {
    side: 'hub',
    todo: { id: 'hub', message: say('s2s', 'unlink.leftToHub', { hubId: hub.id }), actions },
  };
};

/**
 * Pure: what is left at the end that could not be reached; undefined where both were, or nothing tells that there is
 * something.
 * @throws SfError, the problem of that end, when there is nothing to do at the other either
 */
export const leftAt = (seen: Seen, plan: UnlinkPlan, request: UnlinkRequest): Left | undefined => {
  const { hub, spoke, hubParts, spokeParts, problems } = seen;
  if (hubParts && spokeParts) return undefined;
  const problem = problems.hub ?? problems.spoke;
  if (!hasWork(plan)) {
    if (problem) throw problem;
    return undefined;
  }
  if (request.isHubFar) return leftToHub(seen, request.name);
  const side: Side = hubParts ? 'spoke' : 'hub';
  const { app, permissionSet } = newAppNames(hub.url === undefined ? '' : nameOfOrg(hub.url));
  const values: Values = {
    hub: hub.name,
    spoke: spoke?.name ?? hubParts?.selection.parts[0]?.spokeId,
    hubId: hub.id,
    name: plan.name,
    app,
    permissionSet,
    problem: problem?.message ?? say('s2s', 'unlink.noLogin'),
  };
  const spokesHalf = commandFor('unlink', { spoke: 'ALIAS_OF_SPOKE', 'hub-id': hub.id });
  const again = againCommand(request, { spoke: spoke?.name ?? 'ALIAS_OF_SPOKE', force: false });
  return {
    side,
    todo: {
      id: side,
      message:
        side === 'spoke' ? say('s2s', 'unlink.leftOnSpoke', values) : say('s2s', 'unlink.leftOnHub', values),
      actions: [
        ...(problem?.actions ?? []),
        say('s2s', 'unlink.later', { again }),
        ...(spoke === undefined ? [say('s2s', 'unlink.otherAdmin', { command: spokesHalf })] : []),
      ],
    },
  };
};
