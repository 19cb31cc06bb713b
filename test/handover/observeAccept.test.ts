import { expect } from 'chai';
import { chooseApp } from '../../src/handover/observeAccept.ts';
import { connectedAppNames } from '../../src/metadata/spoke.ts';
import type { App } from '../../src/observe/app.ts';
import { described, makeRequest, pemOf } from './documents.ts';

const [first, second] = [pemOf(), pemOf()];
const document = makeRequest(described(first));

const app = (name: string, certificate?: string): App => ({
  names: connectedAppNames(name),
  component: {
    type: 'ConnectedApp',
    fullName: name,
    body: { label: name, oauthConfig: certificate === undefined ? {} : { certificate } },
  },
});

describe('handover: which app answers a request', () => {
  it('none where the hub has none', () => {
    expect(chooseApp([], document, undefined)).to.deep.equal({ replaced: undefined });
  });

  it('is the one that trusts its certificate, wherever it stands', () => {
    const apps = [app('a', second), app('b', `${first}\n`), app('c', second)];
    expect(chooseApp(apps, document, undefined)).to.deep.equal({ answering: apps[1] });
  });

  it('otherwise takes the place of the newest, one without a certificate included', () => {
    const apps = [app('a', second), app('b')];
    expect(chooseApp(apps, document, undefined)).to.deep.equal({ replaced: apps[1] });
  });

  it('under a name that is asked for is that one alone, whatever its case', () => {
    const apps = [app('a', second), app('b', first)];
    expect(chooseApp(apps, document, 'A')).to.deep.equal({ replaced: apps[0] });
    expect(chooseApp(apps, document, 'B')).to.deep.equal({ answering: apps[1] });
    expect(chooseApp(apps, document, 'c')).to.deep.equal({ replaced: undefined });
  });
});
