import { expect } from 'chai';
import { faultOptions, orgOptions } from '../../simulator/options.ts';

describe('options of the simulator', () => {
  it('say what an org is and how it behaves', () => {
    expect(
      orgOptions([
        ...['kind=production', 'name=Acme = Sons', 'latency=100', 'certificateDuration=50'],
        'revealConsumerKey=false',
      ])
    ).to.deep.equal({
      kind: 'production',
      name: 'Acme = Sons',
      settings: { latency: 100, certificateDuration: 50, revealConsumerKey: false },
    });
    expect(orgOptions(['takenUsernames=a@b.example,c@d.example', 'integrationLicenses=0'])).to.deep.equal({
      settings: { takenUsernames: ['a@b.example', 'c@d.example'], integrationLicenses: 0 },
    });
    expect(orgOptions([])).to.deep.equal({ settings: {} });
  });

  it('say which requests misbehave', () => {
    expect(faultOptions('org=spoke,kind=delay,path=/query$,after=1,times=2,milliseconds=300')).to.deep.equal({
      org: 'spoke',
      kind: 'delay',
      path: /\/query$/,
      after: 1,
      times: 2,
      milliseconds: 300,
    });
  });

  const refused: [string, () => unknown, RegExp][] = [
    ['no value', () => orgOptions(['latency']), /"latency" is not KEY=VALUE/],
    ['an unknown kind', () => orgOptions(['kind=big']), /kind: .*"production"\|"developer"/],
    ['an unknown setting', () => orgOptions(['latencey=1']), /"latencey"/],
    ['a number that is none', () => orgOptions(['latency=1s']), /latency: not a whole number/],
    ['an empty number', () => orgOptions(['latency=']), /latency: not a whole number/],
    [
      'a flag that is none',
      () => orgOptions(['externalClientApps=yes']),
      /externalClientApps: .*"true"\|"false"/,
    ],
    ['a fault without an org', () => faultOptions('kind=html'), /org: /],
    ['an unknown fault', () => faultOptions('org=hub,kind=slow'), /kind: .*"refuse"/],
    [
      'a path that is no pattern',
      () => faultOptions('org=hub,kind=html,path=('),
      /path: .*Unterminated group/,
    ],
  ];
  for (const [what, parse, text] of refused) {
    it(`are refused: ${what}`, () => {
      expect(parse).to.throw(text);
    });
  }
});
