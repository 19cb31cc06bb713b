import { Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import { anyHubFlag, anySpokeFlag, apiVersionFlag, nameOfOrgFlag, waitOf } from '../../flags.ts';
import { withoutStack } from '../../json.ts';
import type { LinksResult } from '../../result.ts';
import { endOnSignals } from '../../signals.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.verify');

export default class Verify extends SfCommand<LinksResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = toHelpSection('ERROR CODES', {
    'No check failed (0)': messages.getMessage('exitCode.0'),
    'A check failed (1)': messages.getMessage('exitCode.1'),
  });

  public static readonly flags = {
    hub: anyHubFlag,
    spoke: anySpokeFlag,
    'callout-user': Flags.string({
      summary: messages.getMessage('flags.callout-user.summary'),
      description: messages.getMessage('flags.callout-user.description'),
      multiple: true,
    }),
    wait: Flags.duration({
      char: 'w',
      unit: 'minutes',
      min: 0,
      defaultValue: 0,
      summary: messages.getMessage('flags.wait.summary'),
      description: messages.getMessage('flags.wait.description'),
    }),
    'api-version': apiVersionFlag,
  };

  public async run(): Promise<LinksResult> {
    const { useSteadyTransport } = await import('../../org/http.ts');
    // First of all: the flags look their orgs up.
    useSteadyTransport();
    const { flags } = await this.parse(Verify);
    const { failure } = await import('../../messages.ts');
    const { verifyLinks } = await import('../../verify/links.ts');
    const { verifyReport } = await import('../../verify/report.ts');
    endOnSignals(messages.getMessage('stopped'));
    const version = flags['api-version'];
    if (!flags.hub) throw failure('noHub');
    const hub = { conn: flags.hub.getConnection(version), name: await nameOfOrgFlag(flags.hub) };
    const spoke = flags.spoke && {
      conn: flags.spoke.getConnection(version),
      name: await nameOfOrgFlag(flags.spoke),
    };
    this.spinner.start(messages.getMessage('progress'));
    const { result, passed } = await verifyLinks(
      { hub, spoke, calloutUsers: flags['callout-user'] ?? [], apiVersion: version },
      { wait: await waitOf(flags.wait), waiting: (text) => (this.spinner.status = text) }
    ).finally(() => {
      this.spinner.stop();
    });
    for (const { title, rows, lines } of verifyReport(result)) {
      if (rows) this.table({ data: rows, title, overflow: 'wrap' });
      lines.forEach((line) => {
        this.log(line);
      });
    }
    process.exitCode = passed ? 0 : 1;
    return result;
  }

  public logJson(json: unknown): void {
    super.logJson(withoutStack(json));
  }
}
