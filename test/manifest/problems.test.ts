import { expect } from 'chai';
import { nearestKey } from '../../src/manifest/problems.ts';
import { linksOf, problemsOf } from './reading.ts';

/** The one problem of a link. */
const problemOf = (link: string): string => {
  const [problem, ...more] = problemsOf(linksOf(link));
  expect(more).to.deep.equal([]);
  return problem;
};

describe('what is wrong in a manifest', () => {
  const cases: [string, string][] = [
    ['{ spoke: a, assign-to: [b] }', '5:21: unknown key assign-to; did you mean assignTo?'],
    ['{ spoke: a, naem: b }', '5:21: unknown key naem; did you mean name?'],
    ['{ spoke: a, Service_User: b }', '5:21: unknown key Service_User; did you mean serviceUser?'],
    ['{ name: b }', '5:9: spoke is missing'],
    ['{ spoke: }', '5:18: spoke has no value'],
    ['{ spoke: "" }', '5:18: spoke has no value'],
    ['{ spoke: 12 }', '5:18: spoke has to be text: put the value into quotes'],
    ['{ spoke: [a] }', '5:18: spoke has to be text'],
    ['{ spoke: a, assignTo: b }', '5:31: assignTo has to be a list'],
    ['{ spoke: a, assignTo: [b, null] }', '5:35: an entry of assignTo has no value'],
    ['{ spoke: a, adopt: "true" }', '5:28: adopt has to be true or false'],
    ['{ spoke: a, app: web-app }', '5:26: app has to be one of: external-client-app, connected-app'],
    ['{ spoke: a, app: null }', '5:26: app has no value'],
    [
      '{ spoke: a, bidirectional: 3 }',
      '5:36: bidirectional has to be true, false, or the keys of the link the other way round',
    ],
    ['{ spoke: a, bidirectional: null }', '5:36: bidirectional has no value'],
    ['{ spoke: a, bidirectional: { nmae: b } }', '5:38: unknown key nmae; did you mean name?'],
    ['{ spoke: a, bidirectional: { name: 3 } }', '5:44: name has to be text: put the value into quotes'],
    [
      '{ spoke: a, name: a__b }',
      '5:27: name is not a name that Salesforce accepts: letters, digits and underscores, a letter first, no two underscores in a row, none at the end',
    ],
    [`{ spoke: a, name: ${'a'.repeat(76)} }`, '5:27: name is longer than 75 characters'],
    ['{ spoke: a, audience: acme }', '5:31: audience has to be an https URL'],
    [
      '{ spoke: a, createServiceUser: acme }',
      '5:40: createServiceUser has to have the form of an e-mail address',
    ],
    ['{ spoke: "a\\tb" }', '5:18: spoke has to be one line without control characters'],
    ['abc', '5:9: an entry of links has to be keys with values'],
    [
      '{ spoke: a, serviceUser: b, createServiceUser: c@d.example }',
      '5:9: serviceUser names a user who is there, createServiceUser one to make: leave one out',
    ],
  ];
  for (const [link, problem] of cases) {
    it(`${link.slice(0, 60)} is told with its place`, () => {
      expect(problemOf(link)).to.equal(problem);
    });
  }

  it('is told of the file, its defaults and its hubs too', () => {
    expect(problemsOf('version: 2\nhubs: []')).to.deep.equal([
      '1:10: version 2 is newer than this plugin reads (1); to update it: sf plugins update',
      '2:7: hubs is empty',
    ]);
    expect(problemsOf('version: "1"\nhub: a')).to.deep.equal([
      '1:1: hubs is missing',
      '1:10: version has to be 1',
      '2:1: unknown key hub; did you mean hubs?',
    ]);
    expect(problemsOf('hubs: [{ hub: a, links: [] }]')).to.deep.equal(['1:1: version is missing']);
    const text = `version: 1
defaults: { name: a }
hubs:
  - hub: a
    default: {}
    defaults: { certifcate: b }
    links:
  - links: []
    __proto__: {}
`;
    expect(problemsOf(text)).to.deep.equal([
      '2:13: unknown key name; known here: app, appName, serviceUserEmail, serviceUserPermsets, assignTo, credentialAccess, ipRelaxation, certificate, audience, adopt, allowSelf, allowProduction',
      '5:5: unknown key default; did you mean defaults?',
      '6:17: unknown key certifcate; did you mean certificate?',
      '7:11: links has no value',
      '8:5: hub is missing',
      '9:5: unknown key __proto__; known here: hub, defaults, links',
    ]);
  });

  it('is told of what an alias brings where the alias stands', () => {
    expect(
      problemsOf(linksOf('{ spoke: a, assignTo: &who [3] }', '{ spoke: b, assignTo: *who }'))
    ).to.deep.equal([
      '5:37: an entry of assignTo has to be text: put the value into quotes',
      '6:31: an entry of assignTo has to be text: put the value into quotes',
    ]);
  });

  it('is told of links that are there twice, and of two of one name', () => {
    const text = `${linksOf(
      'spoke: a',
      'spoke: a',
      '{ spoke: a, name: b }',
      '{ spoke: c, name: B }',
      '{ spoke: d, bidirectional: true }'
    )}  - hub: d
    links: [{ spoke: myhub }]
  - hub: myhub
    links: [{ spoke: d }]
  - hub: other
    links: [{ spoke: a, name: b }]
`;
    expect(problemsOf(text)).to.deep.equal([
      '6:9: the link of line 5 again: same hub, same spoke, same name',
      '8:9: the link of line 7 has this name on the same hub already',
      '11:13: the link of line 9 again: same hub, same spoke, same name',
      '13:13: the link of line 9 again: same hub, same spoke, same name',
    ]);
  });
});

describe('the nearest key', () => {
  it('is one that may have been meant, or none', () => {
    const known = ['app', 'appName', 'assignTo', 'serviceUser'];
    expect(['appname', 'asignTo', 'service-user', 'ap'].map((key) => nearestKey(key, known))).to.deep.equal([
      'appName',
      'assignTo',
      'serviceUser',
      'app',
    ]);
    expect(nearestKey('colour', known)).to.equal(undefined);
  });
});
