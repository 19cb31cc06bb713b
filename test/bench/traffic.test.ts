import { expect } from 'chai';
import { traffic } from '../../bench/traffic.ts';
import type { LogEntry } from '../../simulator/org.ts';

/** A request from one millisecond to another. */
const request = (from: number, to: number, entry: Partial<LogEntry> = {}): LogEntry => ({
  time: new Date(from).toISOString(),
  ended: new Date(to).toISOString(),
  org: 'hub',
  method: 'GET',
  path: '/services/data',
  operation: '',
  changes: [],
  ...entry,
});

describe('traffic', () => {
  it('is nothing where nothing was asked', () => {
    expect(traffic([], 'hub')).to.deep.equal({
      requests: 0,
      depth: 0,
      deploys: 0,
      hubDeploys: 0,
      changes: 0,
      span: undefined,
      inFlight: 0,
    });
  });

  it('counts how many requests stood in a row, and how long one was on its way', () => {
    const log = [
      request(300, 400),
      request(0, 100),
      request(10, 90, { org: 'spoke' }),
      request(95, 180, { org: 'spoke' }),
      request(400, 450),
    ];
    expect(traffic(log, 'hub')).to.include({ requests: 5, depth: 4, inFlight: 330 });
    expect(traffic(log, 'hub').span).to.deep.equal({ from: 0, to: 450 });
  });

  it('leaves out what the hub asked in a callout', () => {
    const callout = request(20, 30, { org: 'spoke', callout: true, changes: ['AuthSession:x'] });
    expect(traffic([request(0, 100), callout], 'hub')).to.include({ requests: 1, depth: 1, changes: 0 });
  });

  it('counts deploys over REST and SOAP, but not the questions after them', () => {
    const path = '/services/data/v66.0/metadata/deployRequest';
    const log = [
      request(0, 1, { method: 'POST', path, changes: ['PermissionSet:A', 'NamedCredential:A'] }),
      request(2, 3, { path: `${path}/0Af` }),
      request(4, 5, { org: 'spoke', method: 'POST', operation: 'deploy' }),
      request(6, 7, { org: 'spoke', method: 'POST', operation: 'checkDeployStatus' }),
    ];
    expect(traffic(log, 'hub')).to.include({ deploys: 2, hubDeploys: 1, changes: 2 });
  });

  it('takes a request without an answer for one that took no time', () => {
    expect(traffic([request(0, 0, { ended: undefined }), request(5, 9)], 'hub')).to.include({
      depth: 2,
      inFlight: 4,
    });
  });
});
