import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { startLinked } from './link-fixtures.ts';
import { deployFiles, file, problems } from './metadata-fixtures.ts';
import { ask, refusal, root, stopAll } from './server-fixtures.ts';

let hub: SimulatedOrg;

const tooling = (soql: string) => ask(hub, 'GET', `${root}/tooling/query?q=${encodeURIComponent(soql)}`);
const all =
  'SELECT MetadataComponentId, MetadataComponentName, MetadataComponentNamespace, MetadataComponentType, RefMetadataComponentId, RefMetadataComponentName, RefMetadataComponentType FROM MetadataComponentDependency';
const used = async (where: string): Promise<string[]> =>
  (await tooling(`${all} WHERE ${where}`)).json.records.map(
    (row: any) => `${row.MetadataComponentType} ${row.MetadataComponentName}`
  );

const service = (name: string, credential: string) => ({
  [`externalServiceRegistrations/${name}.externalServiceRegistration`]: file(
    'ExternalServiceRegistration',
    `<description>d</description><label>${name}</label>${credential}<schemaType>OpenApi3</schemaType><status>Complete</status>`
  ),
});
const flow = (name: string, elements: string) => ({
  [`flows/${name}.flow`]: file(
    'Flow',
    `${elements}<apiVersion>66.0</apiVersion><label>${name}</label><processType>AutoLaunchedFlow</processType><status>Active</status>`
  ),
});
const action = (actionName: string, type: string): string =>
  `<actionCalls><name>Call</name><label>Call</label><locationX>1</locationX><locationY>1</locationY><actionName>${actionName}</actionName><actionType>${type}</actionType></actionCalls>`;

describe('Where a named credential is used', () => {
  beforeEach(async () => {
    ({ hub } = await startLinked());
    const result = await deployFiles(hub.org, {
      ...service('Orders', '<namedCredentialReference>Spoke</namedCredentialReference>'),
      ...service('Old', '<namedCredential>Spoke</namedCredential>'),
      ...service('Alone', ''),
      ...flow('Ship', action('Orders.getOrders', 'externalService')),
      ...flow('Ask', action('callout:Spoke/services/data', 'apex')),
      ...flow('Rest', action('Spoke2', 'apex')),
    });
    expect(problems(result)).to.deep.equal([]);
  });
  afterEach(stopAll);

  it('is told by the Dependency API, by id and name', async () => {
    const { Id } = [...hub.org.tables.get('NamedCredential')!.values()][0];
    const { json } = await tooling(`${all} WHERE RefMetadataComponentId = '${Id}'`);
    expect(json.totalSize).to.equal(3);
    expect(json.records[0]).to.deep.include({
      MetadataComponentName: 'Orders',
      MetadataComponentNamespace: null,
      MetadataComponentType: 'ExternalServiceRegistration',
      RefMetadataComponentName: 'Spoke',
      RefMetadataComponentType: 'NamedCredential',
    });
    expect(json.records[0].MetadataComponentId).to.match(/^\w{18}$/);
    expect(await used("RefMetadataComponentType = 'NamedCredential'")).to.deep.equal([
      'ExternalServiceRegistration Orders',
      'ExternalServiceRegistration Old',
      'Flow Ask',
    ]);
    expect(await used("RefMetadataComponentType = 'ExternalServiceRegistration'")).to.deep.equal([
      'Flow Ship',
    ]);
  });

  it('is not told of external credentials, certificates and permission sets', async () => {
    for (const type of ['ExternalCredential', 'Certificate', 'PermissionSet'])
      expect(await used(`RefMetadataComponentType = '${type}'`)).to.deep.equal([]);
    expect(await used("MetadataComponentType = 'PermissionSet'")).to.deep.equal([]);
  });

  it('is only told over Tooling, and not in every form of query', async () => {
    expect((await ask(hub, 'GET', `${root}/query?q=${encodeURIComponent(all)}`)).json[0].errorCode).to.equal(
      'INVALID_TYPE'
    );
    for (const tail of [
      'ORDER BY MetadataComponentType',
      'LIMIT 1 OFFSET 1',
      "WHERE RefMetadataComponentName = 'Spoke'",
      "WHERE MetadataComponentName != 'Spoke'",
      "WHERE RefMetadataComponentType LIKE 'Named%'",
      "WHERE RefMetadataComponentType IN ('NamedCredential')",
    ])
      expect(refusal(await tooling(`${all} ${tail}`)), tail).to.match(/^MALFORMED_QUERY: .*not supported/);
    expect(refusal(await tooling('SELECT COUNT() FROM MetadataComponentDependency'))).to.match(/COUNT/);
  });

  it('is told of 2,000 records at most, and where the beta is there', async () => {
    for (let i = 0; i < 2001; i++)
      hub.org.components.set(`ExternalServiceRegistration:S${i}`, {
        type: 'ExternalServiceRegistration',
        fullName: `S${i}`,
        body: { namedCredentialReference: 'Spoke' },
        id: `0eS${i}`,
      });
    expect((await tooling(all)).json).to.include({ totalSize: 2000, done: true });
    hub.org.settings.dependencyApi = false;
    expect(refusal(await tooling(all))).to.include(
      "sObject type 'MetadataComponentDependency' is not supported"
    );
  });

  it('is told by the external services themselves', async () => {
    const { json } = await tooling(
      'SELECT DeveloperName, NamedCredential, NamedCredentialReference.DeveloperName FROM ExternalServiceRegistration ORDER BY DeveloperName'
    );
    expect(
      json.records.map((row: any) => [
        row.DeveloperName,
        row.NamedCredential,
        row.NamedCredentialReference?.DeveloperName,
      ])
    ).to.deep.equal([
      ['Alone', null, undefined],
      ['Old', 'Spoke', undefined],
      ['Orders', null, 'Spoke'],
    ]);
  });

  it('wants a credential that is there', async () => {
    const result = await deployFiles(
      hub.org,
      service('Lost', '<namedCredentialReference>Nope</namedCredentialReference>')
    );
    expect(problems(result)[0]).to.match(/no NamedCredential named Nope found/);
  });
});
