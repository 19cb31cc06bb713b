import { expect } from 'chai';
import { diagnoseDeploy } from '../../src/diagnosis/deploy.ts';

const blocked =
  "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.";

const at = (org: string): Parameters<typeof diagnoseDeploy>[1] => ({
  org,
  again: { command: 'sf s2s link --app connected-app' },
  external: { command: 'sf s2s link' },
});

describe('diagnosis/deploy', () => {
  it('names each component with its problem and place', () => {
    const problems = [
      { component: 'NamedCredential acme', problem: 'Something new', line: 12, column: 3 },
      { component: 'PermissionSet acme', problem: 'Something else', line: 4 },
      { component: 'ExternalCredential acme', problem: 'No place' },
    ];
    const error = diagnoseDeploy(problems, at('myhub'));
    expect(error.name).to.equal('DeployFailedError');
    expect(error.message.split('\n')).to.deep.equal([
      'myhub refused the deploy:',
      '  NamedCredential acme: Something new (line 12, column 3)',
      '  PermissionSet acme: Something else (line 4, column 1)',
      '  ExternalCredential acme: No place',
    ]);
    expect(error.exitCode).to.equal(1);
    expect(error.data).to.deep.equal({ problems });
    expect(error.actions?.[0]).to.contain('sf org open --target-org myhub');
  });

  it('leaves out a place that is none, and says where no reason was given', () => {
    const problems = [{ component: 'PermissionSet acme', problem: '', line: 0, column: 0 }];
    const error = diagnoseDeploy(problems, at('myhub'));
    expect(error.message.split('\n')[1]).to.equal('  PermissionSet acme: no reason was given');
  });

  it('says what a known problem means and what to do about it, wherever it stands', () => {
    const problems = [
      { component: 'PermissionSet x', problem: 'Something new' },
      { component: 'ConnectedApp x', problem: blocked },
    ];
    const error = diagnoseDeploy(problems, at('myspoke'));
    expect(error.message).to.contain(blocked).and.contain('Something new').and.contain("since Spring '26");
    expect(error.actions).to.have.lengthOf(2);
    expect(error.actions?.[0]).to.equal('Use an external client app: sf s2s link');
    expect(error.actions?.[1])
      .to.contain('Or let myspoke allow them')
      .and.match(/Then: sf s2s link --app connected-app$/);
  });

  it('gives a problem that belongs to no component by itself', () => {
    expect(diagnoseDeploy([{ component: '', problem: 'UNKNOWN_EXCEPTION' }], at('myhub')).message).to.equal(
      'myhub refused the deploy:\n  UNKNOWN_EXCEPTION'
    );
  });
});
