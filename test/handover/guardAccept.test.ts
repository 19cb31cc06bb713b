import { resolve } from 'node:path';
import { expect } from 'chai';
import type { Accepting } from '../../src/handover/acceptRequest.ts';
import { guardFiles, refuseUnconfirmed } from '../../src/handover/guardAccept.ts';
import { refusal } from '../refusal.ts';
import { makeRequest } from './documents.ts';

const accepting: Accepting = {
  spoke: 'myspoke',
  requestFile: 'acme.s2s.json',
  outputFile: 'reply.s2s.json',
  serviceUser: 'o’neil@acme.example',
  allowProduction: true,
  adopt: false,
  retireNow: false,
};
const document = makeRequest();

describe('handover: before anything is asked of the spoke', () => {
  it('nobody is let in whom nobody has agreed to let in, by the fingerprint', () => {
    const error = refusal(() => {
      refuseUnconfirmed(document, accepting);
    });
    expect(error).to.include({ name: 'AcceptUnconfirmedError', exitCode: 1 });
    expect(error?.message).to.include(document.certificate.fingerprint).and.include(document.hub.url);
    expect(error?.actions?.[1]).to.match(
      /sf s2s accept --spoke myspoke --request-file acme\.s2s\.json --output-file reply\.s2s\.json --service-user 'o’neil@acme\.example' --allow-production --no-prompt$/
    );
  });

  it('the reply must have a file of its own', () => {
    for (const outputFile of ['acme.s2s.json', './x/../acme.s2s.json', resolve('acme.s2s.json')])
      expect(
        refusal(() => {
          guardFiles({ ...accepting, outputFile });
        })
      ).to.include({ name: 'SameFileError' });
    expect(
      refusal(() => {
        guardFiles(accepting);
      })
    ).to.equal(undefined);
  });
});
