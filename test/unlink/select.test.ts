import { expect } from 'chai';
import type { Component } from '../../src/metadata/component.ts';
import { marker, withRetiring } from '../../src/metadata/marker.ts';
import type { HubState } from '../../src/observe/hub.ts';
import type { OwnSet } from '../../src/observe/ownSets.ts';
import { type Asked, partsOf, selectLink, type Selection } from '../../src/unlink/select.ts';
import { consumerKey, externalTo, linkedOrgs } from '../linked.ts';
import { hubId, hubWith, otherHubId, otherSpokeId, service, spokeId, spokeUrl } from '../states.ts';
import { asked, setWith, taken } from './parts.ts';

const { hub, link } = linkedOrgs();
const [external] = hub.externalCredentials;
const [named] = hub.namedCredentials;
const set = link.permissionSet!;
const otherUrl = 'https://other.my.salesforce.com';

/** The same component under another name, with some of its elements changed. */
const like = (component: Component, fullName: string, body: object = {}): Component => ({
  ...component,
  fullName,
  body: { ...component.body, ...body },
});
/** A named credential that calls another address as another external credential says. */
const namedTo = (url: string, fullName: string, uses: string, description?: string): Component =>
  like(named, fullName, {
    description,
    namedCredentialParameters: [
      { parameterName: 'Url', parameterType: 'Url', parameterValue: url },
      { externalCredential: uses, parameterName: 'ExternalCredential', parameterType: 'Authentication' },
    ],
  });
const carrying = (principal: string): object => ({
  externalCredentialPrincipalAccesses: { enabled: 'true', externalCredentialPrincipal: principal },
});
const ours = marker(hubId, spokeId);
const oursElsewhere = marker(hubId, otherSpokeId);

/** What parts hold, in words. */
const outline = (state: HubState, sets: OwnSet[] = []): string[] =>
  partsOf(state, sets).map((part) =>
    [
      part.name,
      part.spokeId,
      part.external?.fullName ?? '-',
      part.credential?.name ?? '-',
      part.named.map(({ fullName }) => fullName).join('+') || '-',
      part.sets.map(({ component }) => component.fullName).join('+') || '-',
    ].join(' ')
  );

describe('unlink/select: the parts of links', () => {
  it('are a link with all that it has', () => {
    expect(outline(hub, [setWith(set)])).to.deep.equal([`acme ${spokeId} acme acme acme acme`]);
  });

  it('are what a run that was stopped has left: each component finds the link by itself', () => {
    expect(outline(hubWith([external]))).to.deep.equal([`acme ${spokeId} acme acme - -`]);
    expect(outline(hubWith([named]))).to.deep.equal([`acme ${spokeId} - - acme -`]);
    expect(outline(hubWith([]), [setWith(set)])).to.deep.equal([`acme ${spokeId} - - - acme`]);
    expect(outline(hubWith([]))).to.deep.equal([]);
  });

  it('are not what somebody else or another hub made', () => {
    for (const description of [undefined, 'by hand', marker(otherHubId, spokeId)]) {
      const state = hubWith([like(external, 'acme', { description }), like(named, 'acme', { description })]);
      expect(outline(state), description).to.deep.equal([]);
    }
  });

  it('hold every named credential of ours that uses the external one, whatever it is called', () => {
    const second = namedTo(spokeUrl, 'Files', 'ACME', ours);
    expect(outline(hubWith([external, named, second]))).to.deep.equal([
      `acme ${spokeId} acme acme acme+Files -`,
    ]);
    // Another's, that uses it too, is a user of the link and no part of it.
    expect(outline(hubWith([external, named, namedTo(spokeUrl, 'Theirs', 'acme')]))).to.deep.equal([
      `acme ${spokeId} acme acme acme -`,
    ]);
  });

  it('hold a named credential without a description, as orgs below v64 tell it, under the name of what we made', () => {
    const bare = namedTo(spokeUrl, 'Acme', 'acme');
    expect(outline(hubWith([external, bare]))).to.deep.equal([`acme ${spokeId} acme acme Acme -`]);
    // Where the external credential was taken over, its maker's named credential is not ours.
    const adopted = like(external, 'acme', { description: taken(ours) });
    expect(outline(hubWith([adopted, bare]))).to.deep.equal([`acme ${spokeId} acme acme - -`]);
    // Nor where the external credential is another's.
    expect(outline(hubWith([like(external, 'acme', { description: '' }), bare]))).to.deep.equal([]);
  });

  it("hold a named credential of ours by its own name where it uses somebody else's external one", () => {
    const state = hubWith([
      like(external, 'Theirs', { description: 'by hand' }),
      namedTo(spokeUrl, 'acme', 'Theirs', ours),
    ]);
    expect(outline(state)).to.deep.equal([`acme ${spokeId} - - acme -`]);
  });

  it('hold permission sets by name, by the name of the second set, by what they carry, or alone', () => {
    const second = externalTo(otherUrl, 'acme_Read', oursElsewhere);
    const sets = (...components: Component[]): OwnSet[] => components.map((one) => setWith(one));
    const bare = { externalCredentialPrincipalAccesses: undefined };
    expect(outline(hubWith([external]), sets(like(set, 'ACME_Read', bare)))).to.deep.equal([
      `acme ${spokeId} acme acme - ACME_Read`,
    ]);
    // A link may have the name of another's second set: its own name goes first.
    expect(outline(hubWith([external, second]), sets(like(set, 'acme_Read', bare)))).to.deep.equal([
      `acme ${spokeId} acme acme - -`,
      `acme_Read ${otherSpokeId} acme_Read acme_Read - acme_Read`,
    ]);
    for (const principal of ['ACME-NamedPrincipal', 'acme-Other'])
      expect(outline(hubWith([external]), sets(like(set, 'Callers', carrying(principal))))).to.deep.equal([
        `acme ${spokeId} acme acme - Callers`,
      ]);
    const spaced = hubWith([external], { org: { ...hub.org, namespace: 'ns' } });
    expect(outline(spaced, sets(like(set, 'Callers', carrying('ns__acme-NamedPrincipal'))))).to.deep.equal([
      `acme ${spokeId} acme acme - Callers`,
    ]);
    // What is left of a link alone: the second set goes by the name of the link, too.
    expect(outline(hubWith([]), sets(like(set, 'acme_Read', bare), set))).to.deep.equal([
      `acme ${spokeId} - - - acme_Read+acme`,
    ]);
    expect(outline(hubWith([]), sets(like(set, 'a_Read_b', carrying('gone-NamedPrincipal'))))).to.deep.equal([
      `a_Read_b ${spokeId} - - - a_Read_b`,
    ]);
  });
});

describe('unlink/select: what is asked for', () => {
  const elsewhere = externalTo(otherUrl, 'elsewhere', oursElsewhere);
  const both = hubWith([
    external,
    named,
    elsewhere,
    namedTo(otherUrl, 'elsewhere', 'elsewhere', oursElsewhere),
  ]);
  const names = ({ parts }: Selection): string[] => parts.map(({ name }) => name);
  const select = (state: HubState, by: Asked, sets: OwnSet[] = []): Selection => selectLink(state, sets, by);

  it('is a link by its name, by its spoke, or by both', () => {
    expect(names(select(both, { name: 'ELSEWHERE' }))).to.deep.equal(['elsewhere']);
    expect(names(select(both, { spoke: asked }))).to.deep.equal(['acme']);
    expect(names(select(both, { name: 'acme', spoke: asked }))).to.deep.equal(['acme']);
    expect(names(select(both, { name: 'none' }))).to.deep.equal([]);
    expect(names(select(both, { name: 'none', spoke: asked }))).to.deep.equal([]);
  });

  it('tells of a link to another spoke that has the name', () => {
    const selection = select(both, { name: 'Elsewhere', spoke: asked });
    expect(names(selection)).to.deep.equal([]);
    expect(selection.otherSpoke?.spokeId).to.equal(otherSpokeId);
    for (const by of [{ name: 'elsewhere' }, { spoke: asked }, { name: 'acme', spoke: asked }])
      expect(select(both, by).otherSpoke, JSON.stringify(by)).to.equal(undefined);
  });

  it('belongs to a spoke by its marker, by where it points, or, with nothing else left, by its usual name', () => {
    const by = { spoke: { id: spokeId.slice(0, 15), url: otherUrl } };
    expect(names(select(hubWith([external]), by))).to.deep.equal(['acme']);
    // The spoke was refreshed since: it has another id now.
    const refreshed = { spoke: { id: otherSpokeId, url: spokeUrl } };
    expect(names(select(hubWith([external]), refreshed))).to.deep.equal(['acme']);
    expect(names(select(hubWith([]), refreshed, [setWith(set)]))).to.deep.equal(['acme']);
    expect(names(select(hubWith([]), refreshed, [setWith(like(set, 'else'))]))).to.deep.equal([]);
    // An external credential that points elsewhere is not taken by its name.
    expect(names(select(hubWith([externalTo(otherUrl, 'acme', ours)]), refreshed))).to.deep.equal([]);
  });

  it('names what has that name, or leads to that spoke, and is not ours, and whose it is', () => {
    const others = (state: HubState, by: Asked): string[] =>
      select(state, by).others.map(({ component, why }) => `${component.type} ${component.fullName} ${why}`);
    const theirs = like(external, 'Theirs', { description: 'by hand' });
    const copy = like(named, 'Copy', { description: marker(otherHubId, spokeId) });
    const state = hubWith([theirs, copy]);
    expect(others(state, { name: 'theirs' })).to.deep.equal(['ExternalCredential Theirs foreign']);
    expect(others(state, { name: 'copy' })).to.deep.equal(['NamedCredential Copy copy']);
    expect(others(state, { name: 'none' })).to.deep.equal([]);
    expect(others(state, { spoke: asked })).to.deep.equal(['ExternalCredential Theirs foreign']);
    expect(others(state, { spoke: { id: spokeId, url: otherUrl } })).to.deep.equal([]);
    expect(others(hub, { spoke: asked })).to.deep.equal([]);
    // What belongs to the chosen link is none of them, though it carries no line.
    const bare = hubWith([external, namedTo(spokeUrl, 'acme', 'acme')]);
    expect(others(bare, { name: 'acme' })).to.deep.equal([]);
  });

  it('leaves the other external credentials, with what they use on the spoke', () => {
    const since = '2026-11-01T00:00:00.000Z';
    const rotated = externalTo(spokeUrl, 'Second', withRetiring(oursElsewhere, { since, app: 'hub_dev_ed' }));
    const byHand = externalTo(spokeUrl, 'ByHand', undefined);
    const basic = { ...byHand, fullName: 'Basic', body: { description: 'of another kind' } };
    const state = hubWith([external, named, elsewhere, rotated, byHand, basic]);
    const uses = { key: consumerKey, subject: service.username };
    const bystanders = (by: Asked) => select(state, by).bystanders;
    expect(bystanders({ name: 'acme' })).to.deep.equal([
      { name: 'elsewhere', ...uses, isOurs: true, retiring: undefined, isOfSpoke: false },
      { name: 'Second', ...uses, isOurs: true, retiring: 'hub_dev_ed', isOfSpoke: true },
      { name: 'ByHand', ...uses, isOurs: false, retiring: undefined, isOfSpoke: true },
      {
        name: 'Basic',
        key: undefined,
        subject: undefined,
        isOurs: false,
        retiring: undefined,
        isOfSpoke: false,
      },
    ]);
    const ofSpoke = (by: Asked): string[] =>
      bystanders(by)
        .filter((one) => one.isOfSpoke)
        .map(({ name }) => name);
    // Nothing is chosen: what leads to the asked spoke stays all the same.
    expect(ofSpoke({ name: 'none', spoke: asked })).to.deep.equal(['acme', 'Second', 'ByHand']);
    expect(ofSpoke({ name: 'none' })).to.deep.equal([]);
    // By the marker alone: the links of one spoke, under two of its addresses.
    expect(ofSpoke({ name: 'elsewhere' })).to.deep.equal(['Second']);
  });
});
