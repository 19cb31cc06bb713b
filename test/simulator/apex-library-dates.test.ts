import { now, world } from './apex-fixtures.ts';
import { lacks, throws, yields } from './apex-tables.ts';

const pacific = { changed: { user: { ...world().host.user, timeZone: 'America/Los_Angeles' } } };

describe('Date', () => {
  const setup = 'Date d = Date.newInstance(2026, 1, 31);';
  yields(
    [
      ['d', '2026-01-31 00:00:00'],
      ['Date.today() == d && System.today() == d', 'true'],
      [
        `String.valueOf(Date.valueOf('2024-2-29')) + ':' + String.valueOf(Date.valueOf('2026-01-02 03:04:05'))`,
        '2024-02-29:2026-01-02',
      ],
      ['Date.valueOf((Object) d) == Date.valueOf((Object) Datetime.now())', 'true'],
      [`Date.parse('12/27/2009')`, '2009-12-27 00:00:00'],
      [`Date.isLeapYear(2024) + ':' + Date.isLeapYear(1900)`, 'true:false'],
      [`Date.daysInMonth(2024, 2) + ':' + Date.daysInMonth(2026, 12)`, '29:31'],
      ['d.daysBetween(Date.newInstance(2026, 3, 1))', '29'],
      ['d.monthsBetween(Date.newInstance(2027, 2, 1))', '13'],
      [`d.year() + ':' + d.month() + ':' + d.day() + ':' + d.dayOfYear()`, '2026:1:31:31'],
      ['d.toStartOfMonth().day()', '1'],
      ['d.toStartOfWeek()', '2026-01-25 00:00:00'],
      ['d.isSameDay(Date.today())', 'true'],
      ['d.format()', '1/31/2026'],
      ['d.addDays(-31)', '2025-12-31 00:00:00'],
      ['d.addMonths(1)', '2026-02-28 00:00:00'],
      ['Date.newInstance(2024, 2, 29).addYears(1)', '2025-02-28 00:00:00'],
      [`(d < Date.newInstance(2026, 2, 1)) + ':' + (d + 1).day() + ':' + (d - 31).year()`, 'true:1:2025'],
    ],
    { setup }
  );
  throws([
    [`Date.valueOf('31.1.2026')`, 'System.TypeException: Invalid date: 31.1.2026'],
    [`Date.valueOf('2026-13-01')`, 'System.TypeException: Invalid date: 2026-13-01'],
    [`Date.parse('2026-01-31')`, 'System.TypeException: Invalid date: 2026-01-31'],
  ]);
});

describe('Time', () => {
  const setup = 'Time t = Time.newInstance(18, 30, 2, 20);';
  yields(
    [
      ['t', '18:30:02.020Z'],
      [`t.hour() + ':' + t.minute() + ':' + t.second() + ':' + t.millisecond()`, '18:30:2:20'],
      [
        `t.addHours(8) + ':' + t.addMinutes(-1) + ':' + t.addSeconds(5) + ':' + t.addMilliseconds(980)`,
        '02:30:02.020Z:18:29:02.020Z:18:30:07.020Z:18:30:03.000Z',
      ],
      ['t < Time.newInstance(19, 0, 0, 0)', 'true'],
    ],
    { setup }
  );
});

describe('Datetime', () => {
  const setup = 'Datetime t = Datetime.now();';
  yields(
    [
      [
        `t.year() + ':' + t.month() + ':' + t.day() + ':' + t.hour() + ':' + t.minute() + ':' + t.second() + ':' + t.millisecond()`,
        '2026:1:31:12:30:15:250',
      ],
      ['t.getTime()', String(now)],
      [
        `Datetime.newInstance(0L) + ':' + Datetime.newInstance(${now}L)`,
        '1970-01-01 00:00:00:2026-01-31 12:30:15',
      ],
      ['Datetime.newInstance(2026, 1, 2)', '2026-01-02 00:00:00'],
      ['Datetime.newInstanceGmt(2026, 1, 2)', '2026-01-02 00:00:00'],
      [
        'Datetime.newInstanceGmt(Date.newInstance(2026, 1, 2), Time.newInstance(3, 4, 5, 0))',
        '2026-01-02 03:04:05',
      ],
      [`Datetime.valueOf('2026-01-02 03:04:05') == Datetime.valueOfGmt('2026-01-02 03:04:05')`, 'true'],
      ['Datetime.valueOf((Object) t) == t', 'true'],
      ['Datetime.valueOf((Object) Date.newInstance(2026, 1, 2))', '2026-01-02 00:00:00'],
      [
        `t.addDays(1) + ':' + t.addHours(-13) + ':' + t.addMinutes(30) + ':' + t.addSeconds(45)`,
        '2026-02-01 12:30:15:2026-01-30 23:30:15:2026-01-31 13:00:15:2026-01-31 12:31:00',
      ],
      [`t.addMonths(1) + ':' + t.addYears(-1)`, '2026-02-28 12:30:15:2025-01-31 12:30:15'],
      [
        `t.format('yy y MMM MMMM d EEE EEEE u') + t.formatGmt('/H h k K m s a D DDD')`,
        '26 2026 Jan January 31 Sat Saturday 6/12 12 12 0 30 15 PM 31 031',
      ],
      [
        `t.addHours(-12).format('k h K a Z X z zzzz XXX') + t.format('\\'o\\'\\'clock\\' \\'\\'')`,
        `24 12 0 AM +0000 Z GMT Greenwich Mean Time Zo'clock '`,
      ],
      [`(t == t.addSeconds(0)) + ':' + (t > t.addDays(-1)) + ':' + (t + 1).day()`, 'true:true:1'],
    ],
    { setup }
  );
  throws([
    [`Datetime.valueOf('yesterday')`, 'System.TypeException: Invalid date/time: yesterday'],
    [`Datetime.parse('yesterday')`, 'System.TypeException: Invalid date/time: yesterday'],
    [`Datetime.now().format('b')`, 'System.StringException: Illegal pattern character'],
    [`Datetime.now().format('H', 'Nowhere/Land')`, 'System.InvalidParameterValueException'],
  ]);
  lacks([
    [`Datetime.now().format('w')`, 'the letter w of a date format'],
    [`Datetime.now().format('z', 'Asia/Kolkata')`, 'the short name of the time zone Asia/Kolkata'],
  ]);
});

describe('Datetime in the time zone of the user', () => {
  const setup = 'Datetime t = Datetime.newInstanceGmt(2026, 7, 1, 3, 4, 5);';
  yields(
    [
      ['t', '2026-07-01 03:04:05'],
      [`t.day() + ':' + t.hour() + ':' + t.dayGmt() + ':' + t.hourGmt()`, '30:20:1:3'],
      [
        `t.yearGmt() + ':' + t.monthGmt() + ':' + t.minuteGmt() + ':' + t.secondGmt() + ':' + t.millisecondGmt()`,
        '2026:7:4:5:0',
      ],
      [`String.valueOf(t.date()) + ':' + String.valueOf(t.dateGmt())`, '2026-06-30:2026-07-01'],
      [`t.time() + ':' + t.timeGmt()`, '20:04:05.000Z:03:04:05.000Z'],
      [`t.dayOfYear() + ':' + t.dayOfYearGmt()`, '181:182'],
      ['t.isSameDay(Datetime.newInstance(2026, 6, 30, 1, 0, 0))', 'true'],
      ['Datetime.newInstance(2026, 1, 1)', '2026-01-01 08:00:00'],
      [
        'Datetime.newInstance(Date.newInstance(2026, 1, 1), Time.newInstance(1, 0, 0, 0))',
        '2026-01-01 09:00:00',
      ],
      [`Datetime.valueOf('2026-07-01 00:00:00')`, '2026-07-01 07:00:00'],
      [
        `Datetime.parse('10/14/2026, 11:46 AM') + ':' + Datetime.parse('1/1/2026, 12:00 pm')`,
        '2026-10-14 18:46:00:2026-01-01 20:00:00',
      ],
      [
        `t.format() + ' - ' + t.format('yyyy-MM-dd HH:mm') + ' - ' + t.format('HH z', 'America/New_York') + ' - ' + t.format('HH', 'GMT+5:30')`,
        '6/30/2026, 8:04 PM - 2026-06-30 20:04 - 23 EDT - 08',
      ],
      [`t.format(null) + ' - ' + t.format(null, null)`, '6/30/2026, 8:04 PM - 6/30/2026, 8:04 PM'],
      ['t.formatLong()', '6/30/2026, 8:04:05 PM PDT'],
      [
        `t.format('X XX XXX Z zzzz') + t.format('z', 'GMT+5:30')`,
        '-07 -0700 -07:00 -0700 Pacific Daylight TimeGMT+05:30',
      ],
      [
        `UserInfo.getTimeZone() + ':' + UserInfo.getTimeZone().getOffset(t) + ':' + UserInfo.getTimeZone().getID()`,
        'America/Los_Angeles:-25200000:America/Los_Angeles',
      ],
      [
        `TimeZone.getTimeZone('America/Los_Angeles').getDisplayName()`,
        '(GMT-08:00) Pacific Standard Time (America/Los_Angeles)',
      ],
      [`TimeZone.getTimeZone('GMT').toString()`, 'GMT'],
    ],
    { setup, ...pacific }
  );
});
