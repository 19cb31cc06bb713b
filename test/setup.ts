import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeEnvironment } from '../simulator/logins.ts';

// A home of its own, before anything reads logins: tests never see those of whoever runs them.
Object.assign(process.env, homeEnvironment(mkdtempSync(join(tmpdir(), 's2s-test-'))), {
  SF_LOG_LEVEL: 'trace',
});

// Reads HOME, so only now: tests do not wait before a request is tried again.
const { useSteadyTransport } = await import('../src/org/http.ts');
useSteadyTransport({ firstRetryDelay: 0 });
