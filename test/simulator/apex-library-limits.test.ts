import { yields } from './apex-tables.ts';

describe('Limits', () => {
  const most = {
    AggregateQueries: 300,
    ApexCursorRows: 50_000_000,
    AsyncCalls: 200,
    Callouts: 100,
    CpuTime: 10_000,
    DmlRows: 10_000,
    DmlStatements: 150,
    EmailInvocations: 10,
    FindSimilarCalls: 20,
    FutureCalls: 50,
    HeapSize: 6_000_000,
    MobilePushApexCalls: 10,
    PublishImmediateDML: 150,
    Queries: 100,
    QueryLocatorRows: 10_000,
    QueryRows: 50_000,
    QueueableJobs: 50,
    RunAs: 150,
    SavepointRollbacks: 150,
    Savepoints: 150,
    SoslQueries: 20,
  };
  yields(Object.entries(most).map(([name, value]) => [`Limits.getLimit${name}()`, String(value)]));
  const unused = Object.keys(most).filter((name) => name !== 'CpuTime' && name !== 'HeapSize');
  yields([[unused.map((name) => `Limits.get${name}()`).join(' + '), '0']]);
  yields([
    [
      `insert new User(Name = 'A'); User u = [SELECT Id FROM User]; Limits.getDmlStatements() + ':' + Limits.getDmlRows() + ':' + Limits.getQueries() + ':' + Limits.getQueryRows()`,
      '1:1:1:1',
    ],
    [`String s = 'x'.repeat(5000); Limits.getHeapSize() >= 5000 && Limits.getCpuTime() >= 0`, 'true'],
  ]);
});
