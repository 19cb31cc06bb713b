import { expect } from 'chai';
import { rows } from '../../simulator/tables.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { newSet } from './record-fixtures.ts';
import { ask, refusal, root, start, stopAll } from './server-fixtures.ts';

let org: SimulatedOrg;

const set = (name: string, fields: object = {}): object => ({
  attributes: { type: 'PermissionSet', referenceId: name },
  Name: name,
  Label: name,
  ...fields,
});

/** Names of the permission sets that were made by hand. */
const names = (): unknown[] =>
  rows(org.org, 'PermissionSet')
    .filter((row) => row.IsOwnedByProfile !== true)
    .map((row) => row.Name);

const changes = (): string[] => org.log.flatMap((entry) => entry.changes);

const duplicate = {
  statusCode: 'DUPLICATE_DEVELOPER_NAME',
  message: 'The name A is already in use. Please choose a different one.',
  fields: [],
};

describe('Several records in one call', () => {
  beforeEach(async () => {
    org = await start({ kind: 'sandbox', alias: 'spoke' });
  });
  afterEach(stopAll);

  const collection = (records: unknown, allOrNone?: boolean) =>
    ask(org, 'POST', `${root}/composite/sobjects`, { records, allOrNone });

  it('are created, each for itself', async () => {
    const { status, json } = await collection([set('A'), set('A'), set('B')]);
    expect(status).to.equal(200);
    expect(json[0]).to.deep.equal({ id: json[0].id, success: true, errors: [] });
    expect(json[1]).to.deep.equal({ success: false, errors: [duplicate] });
    expect(names()).to.deep.equal(['A', 'B']);
    expect(changes()).to.deep.equal([`PermissionSet:${json[0].id}`, `PermissionSet:${json[2].id}`]);
  });

  it('are created all or none', async () => {
    const { json } = await collection([set('A'), set('A')], true);
    expect(json[0].errors[0].statusCode).to.equal('ALL_OR_NONE_OPERATION_ROLLED_BACK');
    expect(json[1].errors).to.deep.equal([duplicate]);
    expect([names(), changes()]).to.deep.equal([[], []]);
  });

  it('are changed, taken back as they were, read and deleted', async () => {
    const [a, b] = [await newSet(org, 'A'), await newSet(org, 'B')];
    const update = (records: object[], allOrNone: boolean) =>
      ask(org, 'PATCH', `${root}/composite/sobjects`, { records, allOrNone });
    const attributes = { type: 'PermissionSet' };
    const wrong = [
      { attributes, id: a, Label: 'New' },
      { attributes, id: b, Nope: 1 },
    ];
    expect((await update(wrong, true)).json.map((one: { success: boolean }) => one.success)).to.deep.equal([
      false,
      false,
    ]);
    const read = (ids: string[]) =>
      ask(org, 'GET', `${root}/composite/sobjects/PermissionSet?ids=${ids.join(',')}&fields=Name,Label`);
    expect((await read([a])).json[0]).to.include({ Name: 'A', Label: 'A' });
    expect((await update(wrong, false)).json[0]).to.deep.equal({ id: a, success: true, errors: [] });
    const { json } = await read([b, '0PS000000000001AAA', a]);
    expect(json[1]).to.equal(null);
    expect([json[0].Name, json[2].Label]).to.deep.equal(['B', 'New']);
    const body = { ids: [a], fields: ['Label'] };
    expect((await ask(org, 'POST', `${root}/composite/sobjects/PermissionSet`, body)).json[0].Label).to.equal(
      'New'
    );
    const gone = await ask(org, 'DELETE', `${root}/composite/sobjects?ids=${a},${a},${b}`);
    expect(gone.json.map((one: { success: boolean }) => one.success)).to.deep.equal([true, false, true]);
    expect(names()).to.deep.equal([]);
  });

  it('are refused as a whole where the request is wrong', async () => {
    const user = { attributes: { type: 'User' } };
    for (const records of [undefined, {}, [null], [{}], [{ attributes: null }], [set('A'), user]])
      expect((await collection(records)).status, JSON.stringify(records)).to.equal(400);
    const many = Array.from({ length: 201 }, (_, index) => set(`S${index}`));
    expect((await collection(many)).status).to.equal(400);
    const account = await collection([{ attributes: { type: 'Account' } }]);
    expect([account.status, refusal(account)]).to.deep.equal([
      501,
      'NOT_SIMULATED: not simulated: sObject Account',
    ]);
    expect((await ask(org, 'DELETE', `${root}/composite/sobjects?ids=`)).status).to.equal(400);
    expect(names()).to.deep.equal([]);
  });

  it('grow as a tree, all or none', async () => {
    const tree = (records: unknown) => ask(org, 'POST', `${root}/composite/tree/PermissionSet`, { records });
    const failed = await tree([set('A'), set('A')]);
    expect([failed.status, failed.json]).to.deep.equal([
      400,
      { hasErrors: true, results: [{ referenceId: 'A', errors: [duplicate] }] },
    ]);
    expect([names(), changes()]).to.deep.equal([[], []]);
    const { status, json } = await tree([set('A'), set('B')]);
    expect([status, json.hasErrors]).to.deep.equal([201, false]);
    expect(json.results.map((one: { referenceId: string }) => one.referenceId)).to.deep.equal(['A', 'B']);
    expect(names()).to.deep.equal(['A', 'B']);
    const nested = await tree([set('C', { Assignments: { records: [] } })]);
    expect(refusal(nested)).to.equal('NOT_SIMULATED: not simulated: children in an sObject tree');
    for (const records of [undefined, [], [null], [{ attributes: { type: 'User' } }]])
      expect((await tree(records)).status).to.equal(400);
  });

  const composite = (compositeRequest: unknown, allOrNone?: boolean) =>
    ask(org, 'POST', `${root}/composite`, { compositeRequest, allOrNone });
  const make = (referenceId: string, name: string): object => ({
    method: 'POST',
    url: `${root}/sobjects/PermissionSet`,
    referenceId,
    body: { Name: name, Label: name },
  });
  const assign = (permissionSet: string): object => ({
    method: 'POST',
    url: `${root}/sobjects/PermissionSetAssignment`,
    referenceId: 'assigned',
    body: { AssigneeId: org.org.adminId, PermissionSetId: permissionSet },
  });
  type Subanswer = { httpStatusCode: number; body: { errorCode: string; message: string }[] };
  const statuses = (answers: Subanswer[]): number[] => answers.map(({ httpStatusCode }) => httpStatusCode);

  it('refer to each other in a composite', async () => {
    const read = { method: 'GET', url: `${root}/sobjects/PermissionSet/@{made.id}`, referenceId: 'read' };
    const { json } = await composite([make('made', 'A'), assign('@{made.id}'), read]);
    expect(statuses(json.compositeResponse)).to.deep.equal([201, 201, 200]);
    const [made, , readBack] = json.compositeResponse;
    expect(made).to.deep.include({
      referenceId: 'made',
      httpHeaders: { Location: `${root}/sobjects/PermissionSet/${made.body.id}` },
    });
    expect(readBack.body).to.include({ Id: made.body.id, Name: 'A' });
  });

  it('fail in a composite each for itself, or all', async () => {
    const requests = [make('made', 'A'), make('again', 'A'), assign('@{again.id}'), make('other', 'B')];
    const rolledBack = await composite(requests, true);
    const [made, again, assigned, other] = rolledBack.json.compositeResponse as Subanswer[];
    expect(again.body[0].errorCode).to.equal('DUPLICATE_DEVELOPER_NAME');
    for (const { httpStatusCode, body } of [made, assigned, other]) {
      expect([httpStatusCode, body]).to.deep.equal([
        400,
        [
          {
            errorCode: 'PROCESSING_HALTED',
            message:
              'The transaction was rolled back since another operation in the same transaction failed.',
          },
        ],
      ]);
    }
    expect([names(), changes()]).to.deep.equal([[], []]);
    const { json } = await composite(requests);
    expect(statuses(json.compositeResponse)).to.deep.equal([201, 400, 400, 201]);
    expect(json.compositeResponse[2].body[0].message).to.equal(
      'Invalid reference specified. No value for again.id found in again'
    );
    expect(names()).to.deep.equal(['A', 'B']);
  });

  it('are refused where the composite is wrong', async () => {
    const nested = { method: 'POST', url: `${root}/composite`, referenceId: 'a', body: {} };
    const apex = { method: 'GET', url: `${root}/tooling/executeAnonymous?anonymousBody=x`, referenceId: 'a' };
    const bad: unknown[] = [undefined, [], {}, [null], [nested], [apex], [make('1', 'A')]];
    for (const requests of [...bad, [make('a', 'A'), make('a', 'B')]])
      expect((await composite(requests)).status, JSON.stringify(requests)).to.equal(400);
    expect(names()).to.deep.equal([]);
    const batchRequests = [{ method: 'POST', url: 'v66.0/composite', richInput: {} }];
    expect((await ask(org, 'POST', `${root}/composite/batch`, { batchRequests })).status).to.equal(400);
  });
});
