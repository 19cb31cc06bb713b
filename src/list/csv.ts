import { stringify } from 'csv-stringify/sync';
import { printable } from '../text/printable.ts';
import type { LinkResult, LinksResult } from '../result.ts';

/** Names of the columns, which stay as they are for programs, and what stands in each. */
const columns: Record<string, (link: LinkResult) => string | number | null | undefined> = {
  name: ({ name }) => name,
  spoke_org_id: ({ spoke }) => spoke.orgId,
  spoke_url: ({ spoke }) => spoke.url,
  spoke_alias: ({ spoke }) => spoke.alias,
  spoke_username: ({ spoke }) => spoke.username,
  service_user: ({ serviceUser }) => serviceUser,
  app: ({ app }) => app,
  app_kind: ({ appKind }) => appKind,
  certificate: ({ certificate }) => certificate?.name,
  certificate_expires: ({ certificate }) => certificate?.expires,
  days_left: ({ certificate }) => certificate?.daysLeft,
  created_by: ({ created }) => created?.by,
  created_date: ({ created }) => created?.date,
  state: ({ state }) => state,
};

/** Pure: links as CSV with a header. What a spreadsheet would take for a formula gets an apostrophe before it. */
export const linksCsv = ({ links }: LinksResult): string =>
  stringify(
    links.map((link) =>
      Object.values(columns).map((valueOf) => {
        const value = valueOf(link) ?? '';
        return typeof value === 'string' ? printable(value) : value;
      })
    ),
    { header: true, columns: Object.keys(columns), escape_formulas: true }
  );
