import { expect } from 'chai';
import { escaped } from '../../src/manifest/variables.ts';
import { linksOf, problemsOf, refused, requestsOf } from './reading.ts';

describe('variables in a manifest', () => {
  it('stand for what is in the environment, anywhere in a value', () => {
    const text = linksOf(
      'spoke: ${SPOKE}\n        serviceUser: svc@${DOMAIN}.${TLD}\n        assignTo: ["${WHO}", Callers]'
    );
    const env = { SPOKE: 'acme', DOMAIN: 'acme', TLD: 'example', WHO: 'ann@hub.example' };
    expect(requestsOf(text, env)[0]).to.deep.include({
      spoke: 'acme',
      serviceUser: 'svc@acme.example',
      assignTo: ['ann@hub.example', 'Callers'],
    });
  });

  it('are filled in once, and what they hold is no YAML', () => {
    const env = { A: '${B}', B: 'x', C: '{ a: b }', D: '12' };
    const [a, c, d] = ['A', 'C', 'D'].map((name) => requestsOf(linksOf(`spoke: \${${name}}`), env)[0].spoke);
    expect([a, c, d]).to.deep.equal(['${B}', '{ a: b }', '12']);
  });

  it('can be written out, and written so that they are none', () => {
    const text = linksOf('{ spoke: "$${A}", serviceUser: "$$${A} $5 $" }');
    expect(requestsOf(text, { A: 'x' })[0]).to.include({ spoke: '${A}', serviceUser: '$${A} $5 $' });
    for (const value of ['${A}', '$${A}', '$$${', 'plain $A', '${']) {
      const written = JSON.stringify(escaped(value));
      expect(requestsOf(linksOf(`spoke: ${written}`), { A: 'x' })[0].spoke).to.equal(value);
    }
  });

  it('are told with their place where they are not set, and nothing else is told of such a value', () => {
    const text = linksOf(
      'spoke: a\n        name: x${ONE}-${ONE}\n        certificate: ${TWO}',
      'spoke: ${}',
      'spoke: "${A-B}"'
    );
    expect(problemsOf(text)).to.deep.equal([
      '6:16: the environment variable ONE is not set',
      '7:22: the environment variable TWO is not set',
      '8:16: not the name of an environment variable; write $${ for a literal ${',
      '9:17: not the name of an environment variable; write $${ for a literal ${',
    ]);
  });

  it('stand for nothing in a key', () => {
    const [problem] = problemsOf(linksOf('spoke: a\n        ${KEY}: b'), { KEY: 'name' });
    expect(problem).to.match(/^6:9: unknown key \$\{KEY\};/);
  });

  it('that are empty count as no value', () => {
    expect(problemsOf(linksOf('spoke: ${A}'), { A: '' })).to.deep.equal(['5:16: spoke has no value']);
  });

  it('never show in an error what they hold', () => {
    const env = { SECRET: 'hunter 2\u0007' };
    const links = [
      'name',
      'app',
      'certificate',
      'audience',
      'createServiceUser',
      'adopt',
      'assignTo',
      'bidirectional',
    ];
    const text = linksOf(
      ...links.map((key, i) => `{ spoke: s${i}, ${key}: "\${SECRET}" }`),
      '{ spoke: "${SECRET}" }',
      '{ spoke: "${SECRET}" }'
    );
    expect(problemsOf(text, env)).to.have.lengthOf(links.length + 2);
    expect(JSON.stringify(refused(text, env))).not.to.include('hunter');
    const same = linksOf('{ spoke: "${SECRET}", name: "${SECRET}" }', '{ spoke: x, name: "${SECRET}" }');
    expect(refused(same, { SECRET: 'hunter' }).message).not.to.include('hunter');
  });

  it('are none that an object merely inherits', () => {
    expect(problemsOf(linksOf('spoke: "${toString}"', 'spoke: "${__proto__}"'))).to.deep.equal([
      '5:17: the environment variable toString is not set',
      '6:17: the environment variable __proto__ is not set',
    ]);
  });

  it('may make a value a thousand characters long', () => {
    const filled = (length: number) => ['A', 'B'].map((name) => [name, 'x'.repeat(length / 2)]);
    const text = `$schema: "\${A}\${B}"\n${linksOf('spoke: a')}`;
    expect(requestsOf(text, Object.fromEntries(filled(1000)))).to.have.lengthOf(1);
    expect(problemsOf(text, Object.fromEntries(filled(1002)))).to.deep.equal([
      '1:15: longer than 1000 characters once its variables are filled in',
    ]);
  });
});
