import { expect } from 'chai';
import List from '../../src/commands/s2s/list.ts';
import Request from '../../src/commands/s2s/certificate/request.ts';
import Rotate from '../../src/commands/s2s/rotate.ts';
import Upload from '../../src/commands/s2s/certificate/upload.ts';
import { linkStates } from '../../src/result.ts';

describe('flags and help', () => {
  it('say of a hub only what the command does to it', () => {
    for (const { flags } of [Rotate, Request, Upload])
      expect(flags.hub.description ?? '').to.not.include('named credential');
  });

  it('say of the spokes of a rotation what is rotated', () => {
    expect(Rotate.flags.spoke.description).to.include('S2S_').and.not.include('verified');
  });

  it('explain every state that list tells', () => {
    for (const state of linkStates) expect(List.description).to.match(new RegExp(`^- ${state}: `, 'm'));
  });
});
