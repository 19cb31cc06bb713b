import { connectedApp } from '../../src/metadata/connectedApp.ts';
import { connectedAppNames, spokePermissionSet } from '../../src/metadata/spoke.ts';
import { names } from '../names.ts';
import { checkOnly, type Probe } from '../probe.ts';
import { appSpec } from './app.ts';

const how = 'check-only deploys, with a permission set whose label is not its name';

const newConnectedApp: Probe = {
  doubts: [
    { question: 'In which words is a new connected app refused?', how },
    { question: '`permissionSetName` of a connected app: label or API name?', how },
  ],
  look: async (live) => {
    const spec = { ...(await appSpec(live)), names: connectedAppNames(names.probe) };
    const app = connectedApp(spec);
    const naming = (permissionSetName: string): Promise<string> =>
      checkOnly(live.spoke, [
        spokePermissionSet(spec),
        { ...app, body: { ...app.body, permissionSetName: [permissionSetName] } },
      ]);
    const byLabel = await naming(spec.permissionSetLabel);
    const byName = await naming(spec.names.permissionSet);
    const isTaken = [byLabel, byName].includes('accepted');
    return [
      isTaken ? 'it is not refused' : byLabel,
      isTaken ? `label: ${byLabel}; API name: ${byName}` : 'not seen: new connected apps are refused',
    ];
  },
};

export const connectedAppProbes = [newConnectedApp];
