import { expect } from 'chai';
import type { Command } from '../../src/text/messages.ts';
import { marker } from '../../src/metadata/marker.ts';
import { type LinkView, namedCredentialOf, spokeIdOf, spokeUrlOf, valuesOf } from '../../src/verify/view.ts';
import type { Orgs } from '../linked.ts';
import { hubId, hubOrg, otherHubId, spokeId, spokeUrl } from '../states.ts';
import { nothing, viewAfter } from './findings.ts';

const remedy = (breakIt: (orgs: Orgs) => unknown, more: Partial<LinkView> = {}): string =>
  (valuesOf(viewAfter(breakIt, more)).link as Command).command;

describe('verify/view', () => {
  it('sees the spoke where there is a login, and what the hub says of it where there is none', () => {
    for (const view of [viewAfter(nothing), viewAfter(nothing, { spoke: undefined })]) {
      expect(spokeUrlOf(view)).to.equal(spokeUrl);
      expect(spokeIdOf(view)).to.equal(spokeId);
    }
    const unmarked = viewAfter(({ hub }) => delete hub.credentials[0].component.body.description, {
      spoke: undefined,
    });
    expect(spokeIdOf(unmarked)).to.equal(undefined);
  });

  it("looks at the named credential of the link's name, or else at the first", () => {
    const more = ({ hub }: Orgs): unknown =>
      hub.credentials[0].namedCredentials.unshift({
        ...hub.credentials[0].namedCredentials[0],
        name: 'first',
      });
    expect(namedCredentialOf(viewAfter(more))?.name).to.equal('acme');
    expect(
      namedCredentialOf(viewAfter((orgs) => (more(orgs), orgs.hub.credentials[0].namedCredentials.pop())))
        ?.name
    ).to.equal('first');
  });

  it('has a remedy that needs no more than the two orgs', () => {
    expect(remedy(nothing)).to.equal('sf s2s link --hub myhub --spoke myspoke');
    expect(remedy(nothing, { spoke: undefined, spokeName: undefined })).to.equal(
      'sf s2s link --hub myhub --spoke ALIAS_OF_SPOKE'
    );
  });

  it('names the link and the app in the remedy where they go by other names', () => {
    expect(remedy(({ hub }) => (hub.credentials[0].name = 'prod'))).to.match(/--name prod$/);
    const byHand = ({ spoke }: Orgs): void => {
      spoke.app!.component.body.description = 'made by hand';
      spoke.app!.names = { ...spoke.app!.names, app: 'ByHand' };
    };
    expect(remedy(byHand)).to.match(/--app-name ByHand$/);
    expect(
      remedy((orgs) => {
        byHand(orgs);
        orgs.hub.credentials[0].claims.iss = '3MVG9.of_another_app';
      })
    ).to.match(/--app-name ByHand --adopt$/);
  });

  it('takes over in the remedy what somebody else made, but not what a refresh copied', () => {
    for (const pick of [
      ({ hub }: Orgs) => hub.credentials[0].component,
      ({ link }: Orgs) => link.permissionSet!,
      ({ spoke }: Orgs) => spoke.permissionSet!,
    ]) {
      expect(remedy((orgs) => delete pick(orgs).body.description)).to.match(/ --adopt$/);
    }
    expect(
      remedy(({ hub }) => (hub.credentials[0].component.body.description = marker(otherHubId, spokeId)))
    ).not.to.contain('--adopt');
  });

  it('allows in the remedy what the link was allowed: the same org, production from a sandbox', () => {
    expect(remedy(({ spoke }) => (spoke.org = { ...spoke.org, id: hubId }))).to.match(/ --allow-self$/);
    const production = (isSandbox: boolean) => (orgs: Orgs) => {
      orgs.hub.org = { ...hubOrg, isSandbox };
      orgs.hub.credentials[0].component.body.description = marker(hubId, spokeId, isSandbox);
      orgs.spoke.org = { ...orgs.spoke.org, isSandbox: false, isProduction: true };
    };
    expect(remedy(production(true))).to.match(/ --allow-production$/);
    expect(remedy(production(false))).not.to.contain('--allow-production');
  });

  it('keeps a subject that is no username from breaking out of its quotes', () => {
    const { where } = valuesOf(viewAfter(({ hub }) => (hub.credentials[0].claims.sub = '"$(x)`\'')));
    expect((where as Command).command).to.equal('"Username=' + '\\"' + '\\"\\$(x)\\`\'' + '\\"' + '"');
  });
});
