#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const oldest = 22;

// The Salesforce packages do not load on an older Node: the one that is installed with this plugin takes over.
if (Number(process.versions.node.split('.')[0]) < oldest) {
  const node = createRequire(import.meta.url).resolve('node/bin/node');
  const { status } = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(status ?? 1);
}

const { execute } = await import('@oclif/core');
await execute({ dir: import.meta.url });
