import { expect } from 'chai';
import { marker } from '../../src/metadata/marker.ts';
import { guardUnlink } from '../../src/unlink/guard.ts';
import type { Seen } from '../../src/unlink/observe.ts';
import { planUnlink } from '../../src/unlink/plan.ts';
import type { UnlinkRequest } from '../../src/unlink/request.ts';
import type { Asked } from '../../src/unlink/select.ts';
import { refusal } from '../refusal.ts';
import { hubId, otherSpokeId, spokeId } from '../states.ts';
import { asked, describedAs, linked, type Linked, request, seen } from './parts.ts';

type Told = { name: string; message: string; actions: string[] };

/** What is refused; nothing where the way is free. */
const refused = (saw: Seen, more: Partial<UnlinkRequest> = {}): Told | undefined => {
  const wanted = request(more);
  const error = refusal(() => {
    guardUnlink(saw, planUnlink(saw, wanted), wanted);
  });
  return error && { name: error.name, message: error.message, actions: error.actions ?? [] };
};

/** A second link of the hub, to this spoke or another. */
const withSecond = (name: string, to: string): Linked => {
  const is = linked();
  const { hub } = is.orgs;
  const [credential] = hub.credentials;
  const component = {
    ...describedAs(credential.component, () => marker(hubId, to)),
    fullName: name,
  };
  hub.externalCredentials.push(component);
  hub.credentials.push({ ...credential, name, component, tokenUrl: undefined, namedCredentials: [] });
  return is;
};

describe('unlink/guard', () => {
  it('lets a link go that nothing else uses', () => {
    expect(refused(seen(linked()))).to.equal(undefined);
  });

  it('has one of several links named', () => {
    const is = withSecond('second', spokeId);
    expect(refused(seen(is), { deleteCertificate: true })).to.deep.equal({
      name: 'SeveralLinksError',
      message: 'myhub has several links to myspoke: acme, second.',
      actions: ['Name one: sf s2s unlink --hub myhub --spoke myspoke --name acme --delete-certificate'],
    });
    expect(refused(seen(is, { name: 'acme', spoke: asked }), { name: 'acme' })).to.equal(undefined);
    // What is left of another link, without its external credential, goes along.
    const left = linked();
    left.hubSet.component = { ...left.hubSet.component, fullName: 'Left' };
    left.hubSet.component.body = { ...left.hubSet.component.body, externalCredentialPrincipalAccesses: [] };
    const saw = seen(left);
    expect(saw.hubParts.selection.parts.map(({ name }) => name)).to.deep.equal(['acme', 'Left']);
    expect(refused(saw)).to.equal(undefined);
  });

  it("does not take another spoke's link by its name", () => {
    const by: Asked = { name: 'second', spoke: asked };
    expect(refused(seen(withSecond('second', otherSpokeId), by), { name: 'second' })).to.deep.equal({
      name: 'UnlinkOtherSpokeError',
      message: `second on myhub is the link to another spoke, ${otherSpokeId}, not to myspoke.`,
      actions: ['To take that one away, leave --spoke out: sf s2s unlink --hub myhub --name second'],
    });
  });

  it("names somebody else's credential where it is all that is there", () => {
    const is = linked();
    const { hub } = is.orgs;
    hub.externalCredentials[0] = hub.credentials[0].component = describedAs(
      hub.externalCredentials[0],
      () => 'by hand'
    );
    hub.namedCredentials = [];
    // With something of ours to take away, that goes and the other stays.
    expect(refused(seen(is))).to.equal(undefined);
    const saw = seen(is);
    const alone = { ...saw, spokeParts: { ...saw.spokeParts, apps: [], sets: [] } };
    alone.hubParts.selection.parts = [];
    expect(refused(alone)).to.deep.include({
      name: 'UnlinkForeignError',
      message:
        'ExternalCredential acme on myhub was made by somebody else: it does not carry the line "Managed by sf s2s". Nothing was changed.',
    });
    alone.hubParts.selection.others[0].why = 'copy';
    const copied = refused(alone, { spoke: undefined, name: 'acme' });
    expect(copied?.name).to.equal('UnlinkCopyError');
    expect(copied?.actions[0]).to.include('sf s2s link --hub myhub --spoke ALIAS_OF_SPOKE --name acme');
    expect(refused(alone)?.actions[0]).to.include('sf s2s link --hub myhub --spoke myspoke --name acme');
  });

  it('lists what still uses the link, unless told to take it away all the same', () => {
    const saw = seen(linked());
    saw.hubParts.usage.users = [
      { type: 'ApexClass', name: 'Sync', uses: 'acme' },
      { type: 'Flow', name: 'Ask', uses: 'acme' },
    ];
    expect(refused(saw)).to.deep.equal({
      name: 'LinkInUseError',
      message:
        'The link acme on myhub is still in use:\n  ApexClass Sync (uses acme)\n  Flow Ask (uses acme)',
      actions: [
        'Change these first, so that they no longer use it.',
        'Or take the link away all the same: sf s2s unlink --hub myhub --spoke myspoke --force',
      ],
    });
    expect(refused(saw, { force: true })).to.equal(undefined);
  });

  it('says how groups leave that were let in', () => {
    const is = linked();
    is.hubSet.groups = [
      { id: '0PG1', name: 'Callers' },
      { id: '0PG2', name: 'Night_Shift' },
    ];
    const saw: Seen = seen(is);
    saw.hubParts!.usage.users = [{ type: 'PermissionSetGroup', name: 'Callers', uses: 'acme' }];
    const leave = 'Permission set groups leave with: sf s2s link --hub myhub --spoke';
    expect(refused(saw, { name: 'acme' })?.actions).to.deep.equal([
      'Change these first, so that they no longer use it.',
      `${leave} ALIAS_OF_SPOKE --name acme --unassign Callers --unassign Night_Shift`,
      'Or take the link away all the same: sf s2s unlink --hub myhub --spoke myspoke --name acme --force',
    ]);
    saw.spoke = { name: 'myspoke', ...asked } as Seen['spoke'];
    expect(refused(saw)?.actions[1]).to.equal(`${leave} myspoke --unassign Callers --unassign Night_Shift`);
  });

  it('does not begin what the users may not finish, at either end', () => {
    for (const [at, of] of [
      ['hub', 'myhub'],
      ['spoke', 'myspoke'],
    ] as const) {
      const saw = seen(linked());
      const facts = at === 'hub' ? saw.hubParts.state : saw.spokeParts;
      facts.org = { ...facts.org, missingRights: ['CustomizeApplication'] };
      saw.spoke = { name: 'myspoke', ...asked } as Seen['spoke'];
      const error = refused(saw);
      expect(error?.name, at).to.equal('MissingRightsError');
      expect(error?.message, at).to.include(of).and.include('CustomizeApplication');
    }
  });

  it('has nothing to say of a hub that was not reached', () => {
    const { hub, spokeParts } = seen(linked());
    expect(refused({ hub, spokeParts, problems: {} })).to.equal(undefined);
  });
});
