import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import { linksCsv } from '../../src/list/csv.ts';
import { listed, nasty, resultOf } from './result.ts';

const header =
  'name,spoke_org_id,spoke_url,spoke_alias,spoke_username,service_user,app,app_kind,certificate,certificate_expires,days_left,created_by,created_date,state';

const read = (text: string): Record<string, string>[] => parse(text, { columns: true });

describe('list/csv', () => {
  it('has a header and a row a link, empty where nothing is known', () => {
    const bare = listed('bare', {
      spoke: { orgId: null, username: null, alias: null, url: null },
      app: null,
      appKind: null,
      serviceUser: null,
      certificate: null,
      created: null,
      state: 'incomplete',
    });
    expect(linksCsv(resultOf(listed('acme'), bare)).split('\n')).to.deep.equal([
      header,
      'acme,00D000000000003AAA,https://acme.my.salesforce.com,myspoke,admin@spoke.example,service@spoke.example,hub,external-client-app,S2S_20261124,2028-11-24T00:00:00.000Z,730,Ann,2026-11-24T12:00:00.000Z,linked',
      'bare,,,,,,,,,,,,,incomplete',
      '',
    ]);
    expect(linksCsv(resultOf())).to.equal(`${header}\n`);
  });

  it('keeps a number below zero a number, and makes no formula of a text', () => {
    const certificate = { name: '-2+3', expires: null, daysLeft: -3 };
    const [row] = read(linksCsv(resultOf(listed('@SUM(A1)', { certificate, serviceUser: '=1+1' }))));
    expect(row).to.include({
      name: "'@SUM(A1)",
      certificate: "'-2+3",
      days_left: '-3',
      service_user: "'=1+1",
    });
  });

  for (const text of nasty.filter((one) => !one.startsWith('=')))
    it(`brings ${JSON.stringify(text)} through`, () => {
      const [row] = read(linksCsv(resultOf(listed('acme', { created: { by: text, date: '' } }))));
      expect(row.created_by).to.equal(text.replaceAll('\u001b[31m', '').replaceAll('\r', ''));
    });
});
