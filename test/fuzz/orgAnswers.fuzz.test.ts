import fc from 'fast-check';
import type { Fault } from '../../simulator/org.ts';
import { manifestDocument } from '../../src/export/document.ts';
import { exportLinks } from '../../src/export/export.ts';
import { acceptReport, requestReport } from '../../src/handover/report.ts';
import { linkReport } from '../../src/link/report.ts';
import { listLinks } from '../../src/list/list.ts';
import { listDocument, listReport } from '../../src/list/report.ts';
import { asText } from '../../src/report/report.ts';
import { rotateReport } from '../../src/rotate/report.ts';
import { unlinkReport } from '../../src/unlink/report.ts';
import { verifyLinks } from '../../src/verify/links.ts';
import { verifyDocument, verifyReport } from '../../src/verify/report.ts';
import { accept, accepting, ask, linkBy } from '../e2e/handing.ts';
import { startQuickPair, withQuickPair } from '../e2e/interrupted.ts';
import { link, type Pair, quickClock, requestFor } from '../e2e/pair.ts';
import { rotate } from '../e2e/rotation.ts';
import { unlink } from '../e2e/unlinking.ts';
import { alwaysInOrgs } from '../property.ts';
import { altered, type Alteration, anyAlteration } from './altering.ts';
import { toldBy } from './outcome.ts';

/** Everything that a command says at its end. */
type Run = (pair: Pair) => Promise<string>;

const requestCount = ({ hub, spoke }: Pair): number => hub.log.length + spoke.log.length;

/** Alters the answer to one of the next requests to either org, that of a given number. */
const alterAnswer = ({ hub, spoke }: Pair, number: number, alteration: Alteration): (() => void) => {
  let count = 0;
  const isMeant = (): boolean => count++ === number;
  const fault: Fault = {
    kind: 'alter',
    path: Object.assign(/(?:)/, { test: isMeant }),
    alter: (body) => altered(body, alteration),
  };
  for (const { org } of [hub, spoke]) org.faults.push(fault);
  return () => {
    for (const { org } of [hub, spoke]) org.faults.length = 0;
  };
};

/** Runs with one answer altered, out of as many as an undisturbed run gets. */
const fuzz = async (pair: Pair, run: Run, requests: number, alteration: Alteration): Promise<void> => {
  const mend = alterAnswer(pair, alteration.at % requests, {
    ...alteration,
    at: Math.floor(alteration.at / requests),
  });
  try {
    await toldBy(() => run(pair));
  } finally {
    mend();
  }
};

const looks: Record<string, Run> = {
  verify: async ({ hub, spoke, ends }) => {
    const asked = {
      hub: { conn: ends.hub, name: hub.org.alias },
      spokes: [{ conn: ends.spoke, name: spoke.org.alias }],
      calloutUsers: [],
    };
    const outcome = await verifyLinks(asked, { wait: 0, waiting: () => undefined }, quickClock());
    return verifyDocument('junit', outcome, []) + asText(verifyReport(outcome, asked));
  },
  list: async ({ hub, ends }) => {
    const outcome = await listLinks({ hub: { conn: ends.hub, name: hub.org.alias }, expiresWithin: 1000 });
    const sections = listReport(outcome, hub.org.alias);
    return (['csv', 'mermaid', 'human'] as const)
      .map((format) => listDocument(format, outcome, sections))
      .join('');
  },
  export: async ({ hub, ends }) =>
    manifestDocument(await exportLinks({ hub: { conn: ends.hub, name: hub.org.alias } })),
  'unlink --dry-run': async (pair) => asText(unlinkReport(await unlink(pair, {}, { dryRun: true }), true)),
  'link that has nothing to do': async (pair) => asText(linkReport(await link(pair), requestFor(pair))),
};

type Options = Parameters<typeof withQuickPair>[1];

const changes: Record<string, { prepare?: (pair: Pair) => Promise<unknown>; run: Run; options?: Options }> = {
  link: { run: async (pair) => asText(linkReport(await link(pair), requestFor(pair))) },
  'link with a connected app': {
    options: { spoke: { settings: { connectedAppCreation: true } } },
    run: async (pair) => asText(linkReport(await link(pair, { app: 'connected-app' }), requestFor(pair))),
  },
  rotate: {
    prepare: link,
    run: async (pair) => {
      const { hub, ends } = pair;
      const asked = {
        hub: { conn: ends.hub, name: hub.org.alias },
        spokes: [],
        retireNow: true,
        deleteCertificate: true,
      };
      return asText(
        rotateReport(await rotate(pair, { retireNow: true, deleteCertificate: true }), asked, false)
      );
    },
  },
  unlink: {
    prepare: link,
    run: async (pair) => asText(unlinkReport(await unlink(pair, { deleteCertificate: true }), false)),
  },
  'request, accept and the reply': {
    run: async (pair) => {
      const asking = {
        hub: pair.hub.org.alias,
        spokeUrl: pair.spoke.url,
        rotate: false,
        outputFile: 'acme.s2s.json',
      };
      const request = await ask(pair);
      const accepted = await accept(pair, request.document!);
      const linked = await linkBy(pair, accepted.reply!);
      return asText([
        ...requestReport(request, asking, false),
        ...acceptReport(request.document!, accepted, accepting(pair), false),
        ...linkReport(linked, requestFor(pair)),
      ]);
    },
  },
};

/** How long one run may take, in milliseconds: what hangs is found, and told with the answer that it hangs at. */
const atMost = 60_000;

describe('an answer of an org that is not what it should be ends in clear words: that to a', () => {
  let pair: Pair;
  before(async () => {
    pair = await startQuickPair();
    await link(pair);
  });
  after(() => pair.close());

  for (const [what, run] of Object.entries(looks))
    it(what, async () => {
      const before = requestCount(pair);
      await run(pair);
      const requests = requestCount(pair) - before;
      await alwaysInOrgs(
        fc.asyncProperty(anyAlteration, (alteration) => fuzz(pair, run, requests, alteration)),
        { examples: 15, atMost }
      );
    });

  for (const [what, { prepare, run, options }] of Object.entries(changes))
    it(what, async () => {
      let requests = 0;
      await withQuickPair(async (fresh) => {
        await prepare?.(fresh);
        const before = requestCount(fresh);
        await run(fresh);
        requests = requestCount(fresh) - before;
      }, options);
      await alwaysInOrgs(
        fc.asyncProperty(anyAlteration, (alteration) =>
          withQuickPair(async (fresh) => {
            await prepare?.(fresh);
            await fuzz(fresh, run, requests, alteration);
          }, options)
        ),
        { examples: 3, atMost }
      );
    });
});
