import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const id = 'bench-bare';

const source = `import { SfCommand } from '@salesforce/sf-plugins-core';
export default class Bare extends SfCommand {
  async run() {
    await this.parse(Bare);
  }
}
`;

/**
 * Writes a plugin with one command that does nothing. It has the dependencies of this plugin, so it costs what any plugin
 * costs the CLI that is not among the CLI's own: no command can start quicker than this one.
 * @param root of this plugin
 * @returns the name of the command
 */
export const writeBareCommand = (directory: string, root: string): string => {
  mkdirSync(join(directory, 'commands'), { recursive: true });
  writeFileSync(join(directory, 'commands', `${id}.js`), source);
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  const version = '1.0.0';
  const oclif = { bin: 'sf', commands: './commands', topicSeparator: ' ' };
  writeFileSync(
    join(directory, 'package.json'),
    JSON.stringify({ name: id, version, type: 'module', files: [], oclif })
  );
  const command = {
    id,
    aliases: [],
    hiddenAliases: [],
    args: {},
    flags: {},
    strict: true,
    hasDynamicHelp: false,
  };
  const place = { pluginName: id, pluginType: 'link', isESM: true, relativePath: ['commands', `${id}.js`] };
  writeFileSync(
    join(directory, 'oclif.manifest.json'),
    JSON.stringify({ version, commands: { [id]: { ...command, ...place } } })
  );
  return id;
};
