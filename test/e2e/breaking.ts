import { execFileSync } from 'node:child_process';
import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import type { Component, Node, Row } from '../../simulator/org.ts';
import { rows } from '../../simulator/tables.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import { changesSince, link, type Pair, verify, withPair } from './pair.ts';

/** One thing broken on a linked pair: how, and which rung has to name it with which finding first. */
export type Broken = {
  what: string;
  is: string;
  breakIt: (pair: Pair) => unknown;
  request?: Partial<LinkRequest>;
  calloutUsers?: string[];
};

export const service = 'svc@spoke.example';
export const ann = 'ann@hub.example';

const componentOf = ({ org }: Pair['hub'], type: string): Component =>
  [...org.components.values()].find((component) => component.type === type)!;

/** Changes the one component of a type as somebody might have left it, whether or not an org would let it be saved. */
export const leave = (end: Pair['hub'], type: string, change: (body: Node) => Node): void => {
  const component = componentOf(end, type);
  component.body = change(component.body);
};

/** Takes a component away with nothing that an org would do besides. */
export const lose = (end: Pair['hub'], type: string): void => {
  end.org.components.delete(`${type}:${componentOf(end, type).fullName}`);
};

/** Changes the parameters of the external credential. */
export const parameters = ({ hub }: Pair, change: (list: Node[]) => Node[]): void => {
  leave(hub, 'ExternalCredential', (body) => ({
    ...body,
    externalCredentialParameters: change(body.externalCredentialParameters as Node[]),
  }));
};

/** Gives a parameter another value; none takes it away. */
export const parameter = (pair: Pair, name: string, value?: string): void => {
  parameters(pair, (list) =>
    list.flatMap((row) => {
      if (row.parameterName !== name) return [row];
      return value === undefined ? [] : [{ ...row, parameterValue: value }];
    })
  );
};

export const userOf = ({ org }: Pair['hub'], username: string): Row =>
  rows(org, 'User').find(({ Username }) => Username === username)!;

/** The permission set of the link at one end, and its assignments. */
export const assignmentsAt = ({ org }: Pair['hub']): Row[] => {
  const set = rows(org, 'PermissionSet').find(({ Name }) => /^localhost_\d+(_Access)?$/.test(String(Name)));
  return rows(org, 'PermissionSetAssignment').filter(({ PermissionSetId }) => PermissionSetId === set?.Id);
};

/** The words of a command as a shell reads them. */
const wordsOf = (command: string): string[] =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${command}`])
    .toString()
    .split('\0')
    .slice(0, -1);

const flagsOf = (words: string[]): Map<string, string> => {
  const flags = new Map<string, string>();
  words.forEach((word, i) => {
    if (word.startsWith('--'))
      flags.set(word.slice(2), words[i + 1]?.startsWith('--') ? '' : (words[i + 1] ?? ''));
  });
  return flags;
};

/** `Name=value …` as record, the way the CLI reads it. */
const recordOf = (values: string): Record<string, unknown> =>
  Object.fromEntries(
    values.split(' ').map((pair) => {
      const [, name, value] = /^(\w+)=['"]?(.*?)['"]?$/.exec(pair)!;
      return [name, value === 'true' ? true : value === 'false' ? false : value];
    })
  );

const idOf = async (conn: Connection, sobject: string, where: Record<string, unknown>): Promise<string> => {
  const [[name, value]] = Object.entries(where);
  const { records } = await conn.query<{ Id: string }>(
    `SELECT Id FROM ${sobject} WHERE ${name} = '${String(value)}'`
  );
  expect(records, `${sobject} where ${name} = ${String(value)}`).to.have.length(1);
  return records[0].Id;
};

/** What commands of the core CLI do that remedies print. */
const core: Record<string, (conn: Connection, flags: Map<string, string>) => Promise<unknown>> = {
  'data create record': (conn, flags) =>
    conn.sobject(flags.get('sobject')!).create(recordOf(flags.get('values')!)),
  'data update record': async (conn, flags) => {
    const Id = await idOf(conn, flags.get('sobject')!, recordOf(flags.get('where')!));
    await conn.sobject(flags.get('sobject')!).update({ Id, ...recordOf(flags.get('values')!) });
  },
  'data delete record': async (conn, flags) => {
    const id = await idOf(conn, flags.get('sobject')!, recordOf(flags.get('where')!));
    await conn.sobject(flags.get('sobject')!).delete(id);
  },
  'org assign permset': async (conn, flags) => {
    const Username = flags.get('on-behalf-of') ?? conn.getUsername();
    await conn.sobject('PermissionSetAssignment').create({
      AssigneeId: await idOf(conn, 'User', { Username }),
      PermissionSetId: await idOf(conn, 'PermissionSet', { Name: flags.get('name') }),
    });
  },
};

const requestOf = (flags: Map<string, string>): Partial<LinkRequest> => ({
  serviceUser: flags.get('service-user'),
  ipRelaxation: flags.get('ip-relaxation') as LinkRequest['ipRelaxation'],
  assignTo: flags.has('assign-to') ? [flags.get('assign-to')!] : [],
});

/** Does what a printed remedy says, as it is printed; an introduction before the command is passed over. */
const follow = async (pair: Pair, action: string): Promise<void> => {
  const words = wordsOf(/sf .*$/.exec(action)?.[0] ?? '');
  expect(words.join(' '), action).not.to.match(/[A-Z]{4,}_|USERNAME/);
  const flags = flagsOf(words);
  if (words[1] === 's2s') {
    expect([flags.get('hub'), flags.get('spoke')]).to.deep.equal([pair.hub.org.alias, pair.spoke.org.alias]);
    await link(pair, requestOf(flags));
    return;
  }
  const end = flags.get('target-org') === pair.hub.org.alias ? 'hub' : 'spoke';
  expect(flags.get('target-org')).to.equal(pair[end].org.alias);
  await core[words.slice(1, 4).join(' ')](pair.ends[end], flags);
};

/** A test for each: verify names the cause, changes nothing, and its remedies mend it. */
export const mends = (cases: Broken[]): void => {
  for (const { what, is, breakIt, request, calloutUsers } of cases) {
    it(`names ${is} for: ${what}, and its remedy mends it`, () =>
      withPair({}, async (pair) => {
        pair.spoke.addUser({ username: service });
        pair.hub.addUser({ username: ann });
        await link(pair, { serviceUser: service, ...request });
        await breakIt(pair);

        const lengths = [pair.hub.log.length, pair.spoke.log.length];
        const rungs = Object.values(await verify(pair, calloutUsers));
        const first = rungs.find(({ status }) => status === 'failed');
        expect(`${first?.id}.${first?.findings[0]}`).to.equal(is);
        expect([
          ...changesSince(pair.hub, lengths[0]),
          ...changesSince(pair.spoke, lengths[1]),
        ]).to.deep.equal([]);

        for (const action of first!.actions.filter((one) => /(^|: )sf /.test(one)))
          await follow(pair, action);
        const after = Object.values(await verify(pair, calloutUsers));
        expect(after.filter(({ status }) => status === 'failed')).to.deep.equal([]);
      }));
  }
};
