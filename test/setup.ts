import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeEnvironment } from '../simulator/logins.ts';

// A home of its own, before anything reads logins: tests never see those of whoever runs them.
Object.assign(process.env, homeEnvironment(mkdtempSync(join(tmpdir(), 's2s-test-'))), {
  SF_LOG_LEVEL: 'trace',
});
