import { expect } from 'chai';
import type { Check } from '../../src/result.ts';
import { found } from '../../src/verify/check.ts';
import { leftToAPerson, orWait, waitCommand } from '../../src/verify/remedies.ts';
import { type LinkView, todosOf, valuesOf } from '../../src/verify/view.ts';
import type { Orgs } from '../linked.ts';
import { nothing, viewAfter } from './findings.ts';

/** The app is somebody else's, and lacks something. */
const lacking = ({ spoke }: Orgs): void => {
  spoke.app!.component.body.description = 'made by hand';
  spoke.app!.policy!.body.isEnabled = 'false';
};

describe('verify/remedies: what is left to a person', () => {
  const view = viewAfter(lacking);
  const values = valuesOf(view);
  const left = (check: Check): Check => leftToAPerson(check, todosOf(view), values);

  it("is named instead of the command that would change somebody else's app, with the way to take it over", () => {
    const check = found('app', 'failed', 'disabled', values);
    const { actions, ...rest } = left(check);
    expect({ ...rest, actions: check.actions }).to.deep.equal(check);
    const [todo] = todosOf(view);
    expect(todo.id).to.equal('enabled');
    expect(actions).to.deep.equal([
      ...todo.actions,
      'Or let this command change the app, and keep the rest of it: sf s2s link --hub myhub --spoke myspoke --app-name hub_dev_ed --adopt',
    ]);
  });

  it('is nothing where another rung fails, or its remedy is another', () => {
    for (const check of [
      found('pre-authorisation', 'failed', 'noPermissionSet', values),
      { ...found('app', 'failed', 'disabled', values), actions: ['Ask somebody.'] },
    ])
      expect(left(check)).to.equal(check);
  });
});

describe('verify/remedies: to wait', () => {
  const wait = 'A change can take up to ten minutes to spread. Wait for it: ';
  const again = 'sf s2s verify --hub myhub --spoke myspoke';
  const refused = (view: LinkView): Check => found('token', 'failed', 'otherOrg', valuesOf(view));
  const actionsOf = (more: Partial<LinkView>, actions?: string[]): string[] => {
    const view = viewAfter(nothing, more);
    const check = refused(view);
    return orWait(actions ? { ...check, actions } : check, view).actions;
  };
  const link = 'sf s2s link --hub myhub --spoke myspoke';

  it('repeats what verify was asked', () => {
    expect(
      waitCommand({ hub: 'h', spokes: ['a', 'b'], calloutUsers: ['u@x.example'], expiresWithin: 30 }).command
    ).to.equal(
      'sf s2s verify --hub h --spoke a --spoke b --callout-user u@x.example --expires-within 30 --wait 10'
    );
    expect(waitCommand({ hub: 'h', spokes: [], calloutUsers: [] }).command).to.equal(
      'sf s2s verify --hub h --wait 10'
    );
  });

  it('takes the place of linking again where both ends were looked at', () => {
    expect(actionsOf({}, ['Look.', link])).to.deep.equal([`${wait}${again} --wait 10`, 'Look.']);
  });

  it('comes last where the spoke was not looked at: linking again may mend it', () => {
    expect(actionsOf({ spoke: undefined }, ['Look.', link])).to.deep.equal([
      'Look.',
      link,
      `${wait}${again} --wait 10`,
    ]);
    expect(actionsOf({ spoke: undefined, spokeName: undefined, expiresWithin: 7 }, [])).to.deep.equal([
      `${wait}sf s2s verify --hub myhub --expires-within 7 --wait 10`,
    ]);
  });

  it('is not said twice', () => {
    const actions = [`Wait: ${again} --callout-user u@x.example --wait 10`, link];
    expect(actionsOf({ calloutUsers: ['u@x.example'] }, actions)).to.deep.equal(actions);
  });
});
