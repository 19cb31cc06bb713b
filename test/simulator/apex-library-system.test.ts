import { expect } from 'chai';
import { debugged, run } from './apex-fixtures.ts';
import { lacks, throws, yields } from './apex-tables.ts';

describe('System, Assert and Test', () => {
  yields([
    [
      `System.isBatch() || System.isFuture() || System.isQueueable() || System.isScheduled() || Test.isRunningTest()`,
      'false',
    ],
    [
      `System.equals('a', 'A') + ':' + System.equals(1, 1L) + ':' + System.equals(null, null)`,
      'false:true:true',
    ],
    [`System.assert(true, 'x'); System.assertEquals(1, 1L, 'x'); System.assertNotEquals(1, 2, 'x'); 1`, '1'],
    [
      `Assert.isTrue(true); Assert.isFalse(false, 'x'); Assert.isNull(null); Assert.isNotNull(1, 'x'); Assert.areNotEqual(1, 2); 1`,
      '1',
    ],
    [
      `Assert.isInstanceOfType(1, Integer.class); Assert.isNotInstanceOfType('a', Integer.class, 'x'); 1`,
      '1',
    ],
  ]);
  throws([
    [`System.assert(false, 'why')`, 'System.AssertException: Assertion Failed: why'],
    [`System.assertNotEquals(1, 1, 'why')`, 'System.AssertException: Assertion Failed: why: Same value: 1'],
    [
      `Assert.areEqual('a', 'b', 'why')`,
      'System.AssertException: Assertion Failed: why: Expected: a, Actual: b',
    ],
    [
      `Assert.isTrue(false, 'why')`,
      'System.AssertException: Assertion Failed: why: Expected: true, Actual: false',
    ],
    [`Assert.isNotNull(null)`, 'System.AssertException: Assertion Failed: Same value: null'],
    ['Assert.fail()', 'System.AssertException: Assertion Failed'],
    [`Assert.isInstanceOfType('a', Integer.class)`, 'System.AssertException: Assertion Failed'],
    [`Assert.isInstanceOfType(null, Integer.class, 'why')`, 'System.AssertException: Assertion Failed: why'],
    [`Assert.isNotInstanceOfType('a', String.class)`, 'System.AssertException: Assertion Failed'],
  ]);
});

describe('Object, Id, Type, Enum and UUID', () => {
  const setup = `class Plain { public Integer n = 1; } abstract class Vague { } Object o = 'a'; Plain plain = new Plain();`;
  yields(
    [
      [
        `o.toString() + ':' + o.equals('a') + ':' + o.hashCode() + ':' + plain.toString()`,
        'a:true:97:Plain:[n=1]',
      ],
      [
        `Boolean.valueOf('TRUE') + ':' + Boolean.valueOf('yes') + ':' + Boolean.valueOf((Object) true)`,
        'true:false:true',
      ],
      [`Id.valueOf('005000000000001AAA').to15()`, '005000000000001'],
      [
        `Type.forName('Map<String, List<Integer>>') + ':' + Type.forName('Nope') + ':' + Type.forName('List<Nope>') + ':' + Type.forName('<')`,
        'Map<String,List<Integer>>:null:null:null',
      ],
      [
        `Type.forName('System', 'HttpRequest').getName() + ':' + Type.forName(null, 'Plain').getName()`,
        'HttpRequest:Plain',
      ],
      [`((Plain) Plain.class.newInstance()).n + ':' + List<String>.class.newInstance()`, '1:()'],
      [
        `Object.class.isAssignableFrom(String.class) + ':' + String.class.isAssignableFrom(Integer.class)`,
        'true:false',
      ],
      [
        `LoggingLevel.WARN.name() + ':' + LoggingLevel.NONE.ordinal() + ':' + LoggingLevel.valueOf('warn') + ':' + LoggingLevel.values().size()`,
        'WARN:0:WARN:8',
      ],
      [`UUID.randomUUID().toString().length() + ':' + String.valueOf(UUID.randomUUID()).length()`, '36:36'],
    ],
    { setup }
  );
  throws(
    [
      ['Boolean.valueOf((Object) 1)', 'System.TypeException: Invalid conversion to Boolean: 1'],
      [`Id.valueOf('x')`, 'System.StringException: Invalid id: x'],
      ['Vague.class.newInstance()', 'System.TypeException'],
      [`LoggingLevel.valueOf('LOUD')`, 'System.NoSuchElementException: No enum constant'],
    ],
    { setup }
  );
  lacks([
    [`Type.forName('Account')`, 'Account'],
    [`UUID.fromString('x')`, 'UUID.fromString'],
  ]);
});

describe('Exception', () => {
  const setup = `class OwnException extends Exception { } Exception cause = new CalloutException('why');`;
  yields(
    [
      [
        `Exception e = new OwnException(cause); e.getMessage() + ':' + e.getCause() + ':' + e.getTypeName()`,
        'why:System.CalloutException: why:OwnException',
      ],
      [
        `Exception e = new OwnException('a', cause); e.setMessage('b'); e.getMessage() + ':' + e.getCause().getMessage()`,
        'b:why',
      ],
      [
        `Exception e = new OwnException(); e.initCause(cause); e.getMessage() + ':' + e.getCause().getTypeName()`,
        'Script-thrown exception:System.CalloutException',
      ],
      [
        `cause.getLineNumber() + ':' + cause.getStackTraceString() + ':' + cause.getNumDml()`,
        '1:AnonymousBlock: line 1, column 1:0',
      ],
      [
        `new ListException() + ':' + new DmlException('x').getMessage()`,
        'System.ListException: Script-thrown exception:x',
      ],
    ],
    { setup }
  );
  lacks([['new DmlException().getDmlFields(0)', 'System.DmlException.getDmlFields']]);
});

describe('UserInfo and Url', () => {
  yields([
    [
      `UserInfo.getName() + ':' + UserInfo.getFirstName() + ':' + UserInfo.getLastName() + ':' + UserInfo.getUserEmail()`,
      'Ann Hub:Ann:Hub:ann@hub.example',
    ],
    [
      `UserInfo.getUserId() + ':' + UserInfo.getProfileId() + ':' + UserInfo.getUserRoleId() + ':' + UserInfo.getUserType()`,
      '005000000000001AAA:00e000000000001AAA:null:Standard',
    ],
    [
      `UserInfo.getLocale() + ':' + UserInfo.getLanguage() + ':' + UserInfo.getOrganizationName() + ':' + UserInfo.isMultiCurrencyOrganization()`,
      'en_US:en_US:Acme:false',
    ],
    [`UserInfo.getSessionId() == null`, 'false'],
  ]);
  const setup = `Url u = new Url('https://ann:x@acme.example:8443/a/b?c=d#e');`;
  yields(
    [
      ['u', 'Url:[delegate=https://ann:x@acme.example:8443/a/b?c=d#e]'],
      [
        `u.getProtocol() + ' ' + u.getHost() + ' ' + u.getPort() + ' ' + u.getDefaultPort() + ' ' + u.getUserInfo()`,
        'https acme.example 8443 443 ann:x',
      ],
      [
        `u.getAuthority() + ' ' + u.getPath() + ' ' + u.getFile() + ' ' + u.getQuery() + ' ' + u.getRef()`,
        'ann:x@acme.example:8443 /a/b /a/b?c=d c=d e',
      ],
      [`new Url(u, '../z').toExternalForm()`, 'https://ann:x@acme.example:8443/z'],
      [
        `new Url('https', 'acme.example', '/f').toExternalForm() + ' ' + new Url('http', 'acme.example', 81, '/f').toExternalForm()`,
        'https://acme.example/f http://acme.example:81/f',
      ],
      [
        `u.sameFile(new Url('https://ann:x@acme.example:8443/a/b?c=d')) + ':' + u.sameFile(Url.getSalesforceBaseUrl())`,
        'true:false',
      ],
      [
        `Url plain = new Url('https://acme.example'); plain.getPath() + ':' + plain.getPort() + ':' + plain.getQuery() + ':' + plain.getRef() + ':' + plain.getUserInfo()`,
        ':-1:null:null:null',
      ],
    ],
    { setup }
  );
  throws([[`new Url('acme')`, 'System.StringException: no protocol: acme']]);

  it('hides the session in the log', async () => {
    expect(debugged(await run('System.debug(UserInfo.getSessionId());'))[0]).to.not.include('secret');
  });
});
