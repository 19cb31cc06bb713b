import type { SimulatedOrg } from '../../simulator/server.ts';
import { ask, rowWith, root } from './server-fixtures.ts';
import type { Answer } from './server-fixtures.ts';

const sobjects = `${root}/sobjects`;

export const create = (
  org: SimulatedOrg,
  sobject: string,
  fields: object | string,
  token?: string
): Promise<Answer> => ask(org, 'POST', `${sobjects}/${sobject}`, fields, token);

export const update = (org: SimulatedOrg, sobject: string, id: string, fields: object): Promise<Answer> =>
  ask(org, 'PATCH', `${sobjects}/${sobject}/${id}`, fields);

export const remove = (org: SimulatedOrg, sobject: string, id: string): Promise<Answer> =>
  ask(org, 'DELETE', `${sobjects}/${sobject}/${id}`);

/** Id of a new permission set. */
export const newSet = async (org: SimulatedOrg, name = 'Set'): Promise<string> =>
  (await create(org, 'PermissionSet', { Name: name, Label: name })).json.id;

export const profileId = ({ org }: SimulatedOrg, name: string): string =>
  rowWith(org, 'Profile', { Name: name }).Id;

/** Fields of a user that can be inserted. */
export const newUser = (org: SimulatedOrg, changes: object = {}): object => ({
  Username: 'new@org.example',
  LastName: 'New',
  Email: 'new@org.example',
  Alias: 'new',
  ProfileId: profileId(org, 'Standard User'),
  LanguageLocaleKey: 'en_US',
  LocaleSidKey: 'en_US',
  TimeZoneSidKey: 'GMT',
  EmailEncodingKey: 'UTF-8',
  ...changes,
});
