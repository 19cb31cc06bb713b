import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import fc from 'fast-check';
import { linksCsv } from '../../src/list/csv.ts';
import { printable } from '../../src/text/printable.ts';
import { always, anyText, asSent } from '../property.ts';
import { listed, resultOf } from './result.ts';

describe('list/csv, whatever stands in it', () => {
  it('is read as it was written, without control characters and without formulas', () => {
    always(
      fc.property(fc.array(fc.tuple(anyText, anyText, fc.integer())), (rows) => {
        const links = rows.map(([name, serviceUser, daysLeft]) =>
          listed(name, { serviceUser, certificate: { name: 'S2S', expires: null, daysLeft } })
        );
        const read = parse<Record<string, string>>(linksCsv(resultOf(...links)), { columns: true });
        const found = read.map(({ name, service_user: user, days_left: days }) => [name, user, days]);
        const told = (text: string): string => asSent(printable(text)).replace(/^[=+\-@\t\r＝＋－＠]/, "'$&");
        expect(found).to.deep.equal(rows.map(([name, user, days]) => [told(name), told(user), String(days)]));
      }),
      500
    );
  });
});
