import { expect } from 'chai';
import { type GroupCommit, groupCommit } from '../../src/link/groupCommit.ts';
import type { Component } from '../../src/metadata/component.ts';
import type { DeployOutcome } from '../../src/org/deploy.ts';

const component = (fullName: string): Component => ({ type: 'ExternalCredential', fullName, body: {} });
const words = { org: 'hub', again: { command: 'sf s2s link' } };

/** Deploys as an org would that refuses what some names say, or says nothing of who is at fault. */
const deploying = (
  answer: (names: string[]) => DeployOutcome | Promise<DeployOutcome>
): { deploys: string[][]; deploy: (components: Component[]) => Promise<DeployOutcome> } => {
  const deploys: string[][] = [];
  return {
    deploys,
    deploy: async (components) => {
      const names = components.map(({ fullName }) => fullName);
      deploys.push(names);
      return answer(names);
    },
  };
};

const succeeded = (): DeployOutcome => ({ status: 'succeeded' });
const refusing =
  (bad: string[]) =>
  (names: string[]): DeployOutcome => {
    const refused = names.filter((name) => bad.includes(name));
    return refused.length === 0
      ? succeeded()
      : {
          status: 'failed',
          problems: refused.map((name) => ({ component: `ExternalCredential ${name}`, problem: 'no' })),
        };
  };

/** Each name is a link's: what became of it. */
const commitAll = async (group: GroupCommit, names: string[]): Promise<string[]> => {
  const ends = names.map((name) => {
    const end = group.commit([component(name)], words);
    group.arrived();
    return end.then(
      () => 'done',
      (error: unknown) => (error as Error).message.replaceAll('\n', ' ')
    );
  });
  return Promise.all(ends);
};

describe('link/groupCommit', () => {
  it('sends what all have in one deploy, once the last has arrived', async () => {
    const { deploys, deploy } = deploying(succeeded);
    const group = groupCommit(deploy, 3);
    const first = commitAll(group, ['a', 'b']);
    await Promise.resolve();
    expect(deploys).to.deep.equal([]);
    group.arrived();
    expect(await first).to.deep.equal(['done', 'done']);
    expect(deploys).to.deep.equal([['a', 'b']]);
  });

  it('takes out those whose components are refused, and sends the rest again', async () => {
    const { deploys, deploy } = deploying(refusing(['b', 'd']));
    const ends = await commitAll(groupCommit(deploy, 4), ['a', 'b', 'c', 'd']);
    expect(ends.map((end) => end.replace(/^.*: no.*$/, 'refused'))).to.deep.equal([
      'done',
      'refused',
      'done',
      'refused',
    ]);
    expect(ends[1]).to.contain('ExternalCredential b: no').and.not.to.contain('ExternalCredential d');
    expect(deploys).to.deep.equal([
      ['a', 'b', 'c', 'd'],
      ['a', 'c'],
    ]);
  });

  it('looks for the one at fault where the org does not name it', async () => {
    const { deploys, deploy } = deploying((names) =>
      names.includes('c')
        ? { status: 'failed', problems: [{ component: '', problem: 'An unexpected error occurred.' }] }
        : succeeded()
    );
    const ends = await commitAll(groupCommit(deploy, 4), ['a', 'b', 'c', 'd']);
    expect(ends.map((end) => end === 'done')).to.deep.equal([true, true, false, true]);
    expect(deploys).to.deep.equal([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['d']]);
  });

  it('sends what comes while a deploy is under way with the next one', async () => {
    const waiting: (() => void)[] = [];
    const { deploys, deploy } = deploying(
      () =>
        new Promise((resolve) =>
          waiting.push(() => {
            resolve(succeeded());
          })
        )
    );
    const group = groupCommit(deploy, 1);
    const first = commitAll(group, ['a']);
    const later = commitAll(group, ['b', 'c']);
    await Promise.resolve();
    expect(deploys).to.deep.equal([['a']]);
    waiting.shift()!();
    await first;
    await new Promise(setImmediate);
    expect(deploys).to.deep.equal([['a'], ['b', 'c']]);
    waiting.shift()!();
    expect(await later).to.deep.equal(['done', 'done']);
  });

  it('fails all of a deploy that never comes to an answer, and that outlives the time', async () => {
    const broken = deploying(() => Promise.reject(new Error('reset')));
    expect(await commitAll(groupCommit(broken.deploy, 2), ['a', 'b'])).to.deep.equal(['reset', 'reset']);
    const slow = deploying(() => ({ status: 'running', id: '0Af1' }));
    const ends = await commitAll(groupCommit(slow.deploy, 2), ['a', 'b']);
    expect(ends.every((end) => end.includes('0Af1'))).to.equal(true);
  });

  it('sends more than one deploy takes in several', async () => {
    const { deploys, deploy } = deploying(succeeded);
    const group = groupCommit(deploy, 2);
    const many = (name: string): Component[] =>
      Array.from({ length: 5000 }, (_, i) => component(`${name}${i}`));
    const ends = ['a', 'b'].map((name) => {
      const end = group.commit(many(name), words);
      group.arrived();
      return end;
    });
    await Promise.all(ends);
    expect(deploys.map(({ length }) => length)).to.deep.equal([5000, 5000]);
  });
});
