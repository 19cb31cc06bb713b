import { expect } from 'chai';
import { createOrg } from '../../simulator/create.ts';
import { query } from '../../simulator/data/soql.ts';
import { addUser } from '../../simulator/users.ts';

/** Tuesday noon in Los Angeles, where the administrator lives: eight hours behind UTC. */
const now = Date.parse('2026-11-24T20:00:00Z');
const org = createOrg({ kind: 'sandbox', settings: { now: () => now } });

const moments: Record<string, string> = {
  'a year ago': '2025-11-24T20:00:00Z',
  'ninety days ago': '2026-08-26T20:00:00Z',
  'last Saturday': '2026-11-21T20:00:00Z',
  'on Sunday': '2026-11-22T08:00:00Z',
  'late yesterday': '2026-11-24T07:59:59Z',
  'early today': '2026-11-24T08:00:00Z',
  'late today': '2026-11-25T07:59:59Z',
  tomorrow: '2026-11-25T08:00:00Z',
  'in December': '2026-12-01T08:00:00Z',
  'next year': '2027-01-01T08:00:00Z',
};
for (const [lastName, when] of Object.entries(moments))
  addUser(org, { username: `${when}@org.example`, lastName }).LastLoginDate = when;
const all = Object.keys(moments);

const selected = (condition: string): unknown[] =>
  query(
    { org, userId: org.adminId, api: 'data', apiVersion: '66.0' },
    `SELECT LastName FROM User WHERE LastLoginDate != null AND LastLoginDate ${condition} ORDER BY LastLoginDate`
  ).records.map((record) => record.LastName);

describe('Date literals of SOQL', () => {
  const spans: [condition: string, found: string[]][] = [
    ['= TODAY', ['early today', 'late today']],
    ['!= TODAY', all.filter((name) => !name.endsWith('today'))],
    ['< TODAY', all.slice(0, 5)],
    ['<= TODAY', all.slice(0, 7)],
    ['> TODAY', all.slice(7)],
    ['>= TODAY', all.slice(5)],
    ['= YESTERDAY', ['late yesterday']],
    ['= TOMORROW', ['tomorrow']],
    ['= THIS_WEEK', ['on Sunday', 'late yesterday', 'early today', 'late today', 'tomorrow']],
    ['= LAST_WEEK', ['last Saturday']],
    ['= NEXT_WEEK', ['in December']],
    ['= NEXT_MONTH', ['in December']],
    ['= LAST_90_DAYS', all.slice(1, 7)],
    ['= LAST_N_DAYS:3', all.slice(2, 7)],
    ['= NEXT_N_DAYS:1', ['tomorrow']],
    ['= N_DAYS_AGO:1', ['late yesterday']],
    ['= LAST_N_MONTHS:3', ['ninety days ago']],
    ['= LAST_QUARTER', ['ninety days ago']],
    ['= NEXT_N_QUARTERS:1', ['next year']],
    ['= LAST_YEAR', ['a year ago']],
    ['= last_n_years:1', ['a year ago']],
    ['= NEXT_YEAR', ['next year']],
  ];
  for (const [condition, found] of spans) {
    it(`select ${condition}`, () => {
      expect(selected(condition)).to.deep.equal(found);
    });
  }

  it('know that clocks change, west and east of Greenwich', () => {
    const counted = (zone: string, now: string, moments: string[]): number[] => {
      const one = createOrg({ settings: { now: () => Date.parse(now) } });
      one.tables.get('User')!.get(one.adminId)!.TimeZoneSidKey = zone;
      const user = addUser(one, { username: 'owl@org.example', lastName: 'Owl' });
      const context = { org: one, userId: one.adminId, api: 'data', apiVersion: '66.0' } as const;
      return moments.map((when) => {
        user.LastLoginDate = when;
        return query(context, 'SELECT Id FROM User WHERE LastLoginDate = TODAY').totalSize;
      });
    };
    const losAngeles = ['01T06:59:59', '01T07:00:00', '02T07:59:59', '02T08:00:00'];
    expect(
      counted(
        'America/Los_Angeles',
        '2026-11-01T20:00:00Z',
        losAngeles.map((when) => `2026-11-${when}Z`)
      )
    ).to.deep.equal([0, 1, 1, 0]);
    const sydney = ['03T13:59:59', '03T14:00:00', '04T12:59:59', '04T13:00:00'];
    expect(
      counted(
        'Australia/Sydney',
        '2026-10-04T01:00:00Z',
        sydney.map((when) => `2026-10-${when}Z`)
      )
    ).to.deep.equal([0, 1, 1, 0]);
  });
});
