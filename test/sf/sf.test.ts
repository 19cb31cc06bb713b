import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { byHand } from './byHand.ts';
import { companies } from './companies.ts';
import { core } from './core.ts';
import { installCli, installPlugin, nodes, pack, type Sf } from './install.ts';
import { linked } from './linked.ts';
import { printed } from './stage.ts';
import { surface } from './surface.ts';

for (const [major, findNode] of Object.entries(nodes)) {
  describe(`the Salesforce CLI on Node ${major}`, () => {
    const directory = mkdtempSync(join(tmpdir(), 's2s-pack-'));
    let sf: Sf;

    before(async () => {
      sf = await installCli(await findNode());
    });
    after(() => {
      sf.remove();
      rmSync(directory, { recursive: true, force: true });
    });

    it('installs the packed plugin', async () => {
      const { code, stderr } = await installPlugin(sf, await pack(directory));
      expect(code, stderr).to.equal(0);
      expect(await printed(sf, ['version', '--verbose'])).to.match(
        new RegExp(`"node-v${major}\\.|node-v${major}\\.`)
      );
      expect(await printed(sf, ['s2s', '--help'])).to.match(/s2s link .*[\s\S]*s2s verify /);
    });

    it('has diagnostics for sf doctor', async () => {
      const text = await printed(sf, ['doctor', '--plugin', 'sf-plugin-s2s', '--output-dir', directory]);
      expect(text).to.match(/pass - \[sf-plugin-s2s\] Node/);
    });

    surface(() => sf);
    core(() => sf);
    linked(() => sf);
    byHand(() => sf);
    companies(() => sf);
  });
}
