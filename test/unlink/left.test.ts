import { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { leftAt } from '../../src/unlink/left.ts';
import type { Seen } from '../../src/unlink/observe.ts';
import { planUnlink } from '../../src/unlink/plan.ts';
import type { UnlinkRequest } from '../../src/unlink/request.ts';
import { refusal } from '../refusal.ts';
import { hubId, otherHubId, spokeId } from '../states.ts';
import { asked, linked, request, seen } from './parts.ts';

const spoke = { name: 'myspoke', ...asked } as Seen['spoke'];
const down = (what: string): SfError =>
  new SfError(`${what} is down.`, 'UnreachableError', [`Look at ${what}.`]);
const left = (saw: Seen, more: Partial<UnlinkRequest> = {}): ReturnType<typeof leftAt> => {
  const wanted = request(more);
  return leftAt(saw, planUnlink(saw, wanted), wanted);
};

describe('unlink/left: what stays at an end that could not be reached', () => {
  const { hub, hubParts, spokeParts } = seen(linked());
  const nothing = { ...spokeParts, apps: [], sets: [] };

  it('is nothing where both were', () => {
    expect(left({ hub, spoke, hubParts, spokeParts, problems: {} })).to.equal(undefined);
  });

  it('is what a hub made on a spoke that is down', () => {
    expect(left({ hub, spoke, hubParts, problems: { spoke: down('spoke') } }, { force: true })).to.deep.equal(
      {
        side: 'spoke',
        todo: {
          id: 'spoke',
          message: `On myspoke nothing was taken away: spoke is down. What carries the line "Managed by sf s2s: ${hubId}" stays there, usually app hub_dev_ed and permission set hub_dev_ed_Access. After a rotation the app has a counter behind its name, such as hub_dev_ed_2.`,
          actions: ['Look at spoke.', 'When it can be reached: sf s2s unlink --hub myhub --spoke myspoke'],
        },
      }
    );
  });

  it('is what a hub made on a spoke to which there is no login: its admin can take it away', () => {
    const found = left({ hub, hubParts, problems: {} }, { spoke: undefined, name: 'acme' });
    expect(found?.todo.message).to.match(
      new RegExp(`^On ${spokeId} nothing was taken away: there is no login to it on this machine\\. What`)
    );
    expect(found?.todo.actions).to.deep.equal([
      'When it can be reached: sf s2s unlink --hub myhub --spoke ALIAS_OF_SPOKE --name acme',
      `Or its admin runs: sf s2s unlink --spoke ALIAS_OF_SPOKE --hub-id ${hubId}`,
    ]);
  });

  it('is what a hub holds that is down, under the name that the link would have', () => {
    const found = left({ hub, spoke, spokeParts, problems: { hub: down('hub') } });
    expect(found).to.deep.equal({
      side: 'hub',
      todo: {
        id: 'hub',
        message: `On myhub nothing was taken away: hub is down. What carries the line "Managed by sf s2s: ${hubId}" stays there, usually named credential, external credential and permission sets acme.`,
        actions: ['Look at hub.', 'When it can be reached: sf s2s unlink --hub myhub --spoke myspoke'],
      },
    });
  });

  it("is left to the hub's admin where its org id alone is known", () => {
    const far = { hub: { name: hubId, id: hubId }, spoke, spokeParts, problems: {} };
    const isHubFar = { hub: hubId, isHubFar: true };
    const admin = 'Its admin takes the link away with: sf s2s unlink --hub ALIAS_OF_HUB --name';
    expect(left(far, isHubFar)).to.deep.equal({
      side: 'hub',
      todo: {
        id: 'hub',
        message: `This is the spoke's half. On the hub, org ${hubId}, what carries the line "Managed by sf s2s: ${hubId}" stays: it is for its admin.`,
        actions: [
          'To see the names of its links there: sf s2s list --hub ALIAS_OF_HUB',
          `${admin} NAME_OF_LINK`,
        ],
      },
    });
    expect(left(far, { ...isHubFar, name: 'acme' })?.todo.actions).to.deep.equal([`${admin} acme`]);
    expect(left({ ...far, spokeParts: nothing }, isHubFar)).to.equal(undefined);
  });

  it('is the problem itself where there is nothing to do at the other end either', () => {
    const problems = { hub: down('hub'), spoke: down('spoke') };
    for (const at of ['hub', 'spoke'] as const) {
      const saw = { hub, spoke, spokeParts: nothing, problems: { [at]: problems[at] } };
      expect(refusal(() => left(saw))).to.equal(problems[at]);
    }
  });

  it("is what the hub's My Domain tells the names of", () => {
    const far = { ...hub, id: otherHubId, url: undefined };
    const message = left({ hub: far, spoke, hubParts, problems: {} })?.todo.message;
    expect(message).to.include(`"Managed by sf s2s: ${otherHubId}"`).and.not.include('hub_dev_ed');
  });
});
