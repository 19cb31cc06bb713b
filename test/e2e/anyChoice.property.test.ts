import { expect } from 'chai';
import fc from 'fast-check';
import type { LinkRequest } from '../../src/link/request.ts';
import type { Body, ComponentType } from '../../src/metadata/component.ts';
import { nameOfOrg } from '../../src/names.ts';
import { createComponent } from '../../src/org/metadata.ts';
import { alwaysInOrgs, anyApiName } from '../property.ts';
import { refusedBy } from './handing.ts';
import { withQuickPair } from './interrupted.ts';
import { changesSince, link, type Pair } from './pair.ts';

const callers = ['ben@hub.example', 'cleo@hub.example'];
const services = ['svc@spoke.example', 'other@spoke.example'];

/** Whatever may be asked of a link, but for what belongs to one org. */
const anyWishes = fc.record(
  {
    name: anyApiName(75),
    app: fc.constantFrom('external-client-app' as const, 'connected-app' as const),
    appName: anyApiName(70),
    assignTo: fc.subarray(callers),
    serviceUser: fc.constantFrom(...services),
    credentialAccess: fc.constantFrom('modify-all' as const, 'read' as const),
    ipRelaxation: fc.constantFrom('Enforce', 'Bypass', 'Bypass_2factor', 'Enforce_RelaxRefresh'),
    audience: fc.constant('https://test.salesforce.com'),
  },
  { requiredKeys: [] }
) as fc.Arbitrary<Partial<LinkRequest>>;

const withUsers = (work: (pair: Pair) => Promise<void>): Promise<void> =>
  withQuickPair(
    async (pair) => {
      callers.forEach((username) => pair.hub.addUser({ username }));
      services.forEach((username) => pair.spoke.addUser({ username }));
      await work(pair);
    },
    { spoke: { settings: { connectedAppCreation: true } } }
  );

describe('whatever is asked of a link', () => {
  it('it works, and to ask for it again, or for nothing, changes nothing', () =>
    alwaysInOrgs(
      fc.asyncProperty(anyWishes, (wishes) =>
        withUsers(async (pair) => {
          const first = await link(pair, wishes);
          expect(first.verdict?.passed).to.equal(true);
          const lengths = [pair.hub.log.length, pair.spoke.log.length];
          for (const again of [wishes, {}]) {
            const { result, plan } = await link(pair, again);
            expect(plan.steps.filter(({ action }) => action !== 'unchanged')).to.deep.equal([]);
            expect(result.links[0].name).to.equal(first.result.links[0].name);
          }
          const changes = [changesSince(pair.hub, lengths[0]), changesSince(pair.spoke, lengths[1])].flat();
          expect(changes.filter((change) => !change.startsWith('Login'))).to.deep.equal([]);
        })
      ),
      { examples: 3 }
    ));
});

type Theirs = { end: 'hub' | 'spoke'; type: ComponentType; name: (pair: Pair) => string; body: Body };

const nameOfLink = ({ spoke }: Pair): string => nameOfOrg(spoke.url);
const nameOfApp = ({ hub }: Pair): string => nameOfOrg(hub.url);
const label = 'Theirs';
const parameterGroup = 'Main';

/** What somebody else made, under the names that link would give. */
const theirs: Theirs[] = [
  {
    end: 'hub',
    type: 'ExternalCredential',
    name: nameOfLink,
    body: {
      authenticationProtocol: 'Custom',
      externalCredentialParameters: [
        { parameterGroup, parameterName: 'Main', parameterType: 'NamedPrincipal', sequenceNumber: 1 },
      ],
      label,
    },
  },
  {
    end: 'hub',
    type: 'NamedCredential',
    name: nameOfLink,
    body: { endpoint: 'https://x.example', label, principalType: 'Anonymous', protocol: 'NoAuthentication' },
  },
  { end: 'hub', type: 'PermissionSet', name: nameOfLink, body: { label } },
  { end: 'spoke', type: 'PermissionSet', name: (pair) => `${nameOfApp(pair)}_Access`, body: { label } },
  {
    end: 'spoke',
    type: 'ExternalClientApplication',
    name: nameOfApp,
    body: { contactEmail: 'a@b.example', distributionState: 'Local', isProtected: false, label },
  },
];

describe('something that somebody else made under the name of a part of a link', () => {
  it('is found before anything is written, in whatever case its name is', () =>
    alwaysInOrgs(
      fc.asyncProperty(
        fc.subarray(theirs, { minLength: 1 }),
        fc.constantFrom('toLowerCase' as const, 'toUpperCase' as const),
        (some, inCase) =>
          withQuickPair(async (pair) => {
            for (const { end, type, name, body } of some) {
              const component = { type, fullName: name(pair)[inCase](), body };
              expect(await createComponent(pair.ends[end], component)).to.deep.equal([]);
            }
            expect((await refusedBy(pair, () => link(pair))).name).to.match(/^Conflict\w*Error$/);
          })
      ),
      { examples: 4 }
    ));
});
