import { expect } from 'chai';
import { linksOf, problemsOf, requestsOf } from './reading.ts';

describe('a manifest at its limits', () => {
  it('may have ten thousand links', () => {
    const links = Array.from(
      { length: 10_000 },
      (_, i) => `{ spoke: s${i}, serviceUser: '\${U}', assignTo: [Callers] }`
    );
    const requests = requestsOf(linksOf(...links), { U: 'svc@acme.example' });
    expect(requests).to.have.lengthOf(10_000);
    expect(requests[9999]).to.include({ spoke: 's9999', serviceUser: 'svc@acme.example' });
  });

  it('may not make a value grow out of hand with variables', () => {
    const manifest = (times: number): string => `$schema: "${'${A}'.repeat(times)}"\n${linksOf('spoke: a')}`;
    expect(requestsOf(manifest(10), { A: 'x'.repeat(100) })).to.have.lengthOf(1);
    const tooLong = ['1:11: longer than 1000 characters once its variables are filled in'];
    expect(problemsOf(manifest(11), { A: 'x'.repeat(100) })).to.deep.equal(tooLong);
    expect(problemsOf(manifest(2_000_000), { A: 'x'.repeat(1000) })).to.deep.equal(tooLong);
  });

  it('is told twenty of the variables that are not set in one value', () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `\${A${i}}`);
    const problems = problemsOf(linksOf(`spoke: "${names.join('')}"`));
    expect(problems).to.have.lengthOf(20);
    expect(problems[0]).to.equal('5:17: the environment variable A0 is not set');
  });
});
