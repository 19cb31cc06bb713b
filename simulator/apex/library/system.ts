import { ApexException } from '../host.ts';
import { logLevels } from '../log.ts';
import { currentLine, spend } from '../machine.ts';
import { isInstance } from '../types/assign.ts';
import { equal } from '../values/compare.ts';
import { toText } from '../values/tostring.ts';
import type { Call, EnumValue, TypeValue, Value } from '../values/value.ts';
import type { Definition, Native } from './definition.ts';
import { date, local, midnight } from './moments.ts';

const debug = async ({ machine }: Call, level: string, value: Value): Promise<null> => {
  const message = await toText(machine, value);
  spend(machine, Math.floor(message.length / 1000));
  machine.log.debug(currentLine(machine), level, message);
  return null;
};

const failed = (...parts: (string | null | undefined)[]): ApexException =>
  new ApexException(
    'System.AssertException',
    ['Assertion Failed', ...parts.filter((part) => part !== undefined && part !== null)].join(': ')
  );

const note = async (call: Call, message: Value | undefined): Promise<string | undefined> =>
  message === undefined || message === null ? undefined : toText(call.machine, message);

type Assertion = (call: Call, a: Value, b: Value, message?: Value) => Promise<null>;

const assertEquals: Assertion = async (call, expected, actual, message) => {
  if (equal(expected, actual)) return null;
  const [wanted, seen] = [await toText(call.machine, expected), await toText(call.machine, actual)];
  throw failed(await note(call, message), `Expected: ${wanted}, Actual: ${seen}`);
};

const assertDiffers: Assertion = async (call, expected, actual, message) => {
  if (!equal(expected, actual)) return null;
  throw failed(await note(call, message), `Same value: ${await toText(call.machine, expected)}`);
};

/** An assertion about two values, with and without a message. */
const onTwo = (name: string, message: string, assertion: Assertion): Record<string, Native> => ({
  [`static void ${name}(Object? a, Object? b)`]: (a: Value, b: Value, call: Call) => assertion(call, a, b),
  [`static void ${name}(Object? a, Object? b, ${message}? message)`]: (
    a: Value,
    b: Value,
    m: Value,
    call: Call
  ) => assertion(call, a, b, m),
});

/** An assertion about one value, compared to what is expected. */
const onOne = (
  name: string,
  type: string,
  expected: Value,
  assertion: Assertion
): Record<string, Native> => ({
  [`static void ${name}(${type} a)`]: (a: Value, call: Call) => assertion(call, expected, a),
  [`static void ${name}(${type} a, String? message)`]: (a: Value, m: Value, call: Call) =>
    assertion(call, expected, a, m),
});

/** Anonymous Apex is neither of these. */
const contexts = ['isBatch', 'isFuture', 'isQueueable', 'isScheduled', 'isFunctionCallback'];

/** `Assert.isInstanceOfType` and its contrary; no source gives their texts. */
const onType = (name: string, isWanted: boolean): Record<string, Native> => {
  const check: Assertion = async (call, value, type, message) => {
    const fits = value !== null && isInstance(value, (type as TypeValue).type);
    if (fits === isWanted) return null;
    throw failed(await note(call, message));
  };
  return {
    [`static void ${name}(Object? value, Type type)`]: (a: Value, b: Value, call: Call) => check(call, a, b),
    [`static void ${name}(Object? value, Type type, String? message)`]: (
      a: Value,
      b: Value,
      m: Value,
      call: Call
    ) => check(call, a, b, m),
  };
};

export const system: Definition[] = [
  { name: 'LoggingLevel', constants: logLevels },
  {
    name: 'System',
    members: {
      'static void debug(Object? value)': (value: Value, call: Call) => debug(call, 'DEBUG', value),
      'static void debug(LoggingLevel level, Object? value)': (level: EnumValue, value: Value, call: Call) =>
        debug(call, level.name, value),
      'static Datetime now()': ({ machine }: Call) => ({ kind: 'Datetime', ms: machine.host.now() }),
      'static Date today()': ({ machine }: Call) => date(midnight(local(machine, machine.host.now()))),
      'static Long currentTimeMillis()': ({ machine }: Call) => BigInt(machine.host.now()),
      'static Boolean equals(Object? a, Object? b)': (a: Value, b: Value) => equal(a, b),
      'static void assert(Boolean holds)': (holds: boolean): null => {
        if (!holds) throw failed();
        return null;
      },
      'static void assert(Boolean holds, Object? message)': async (
        holds: boolean,
        message: Value,
        call: Call
      ): Promise<null> => {
        if (!holds) throw failed(await note(call, message));
        return null;
      },
      ...onTwo('assertEquals', 'Object', assertEquals),
      ...onTwo('assertNotEquals', 'Object', assertDiffers),
      ...Object.fromEntries(
        contexts.map((name): [string, Native] => [`static Boolean ${name}()`, () => false])
      ),
    },
    lacks: `abortJob attachFinalizer changeOwnPassword currentPageReference enqueueJob getApplicationReadWriteMode
      getQuiddityShortCode hashCode isRunningElasticCompute
      movePassword process purgeOldAsyncJobs requestVersion resetPassword resetPasswordWithEmailTemplate runAs schedule
      scheduleBatch setPassword submit`,
  },
  {
    name: 'Assert',
    members: {
      ...onTwo('areEqual', 'String', assertEquals),
      ...onTwo('areNotEqual', 'String', assertDiffers),
      ...onOne('isTrue', 'Boolean', true, assertEquals),
      ...onOne('isFalse', 'Boolean', false, assertEquals),
      ...onOne('isNull', 'Object?', null, assertEquals),
      ...onOne('isNotNull', 'Object?', null, assertDiffers),
      'static void fail()': (): never => {
        throw failed();
      },
      'static void fail(String? message)': (message: string | null): never => {
        throw failed(message);
      },
      ...onType('isInstanceOfType', true),
      ...onType('isNotInstanceOfType', false),
    },
  },
  {
    name: 'Test',
    members: { 'static Boolean isRunningTest()': () => false },
    lacks: `calculatePermissionSetGroup clearApexPageMessages createSoqlStub createStub createStubQueryRow
      createStubQueryRows enableChangeDataCapture enqueueBatchJobs getEventBus getFlexQueueOrder getStandardPricebookId
      invokeContinuationMethod invokePage isSoqlStubDefined loadData newSendEmailQuickActionDefaults setContinuationResponse
      setCreatedDate setCurrentPage setCurrentPageReference setFixedSearchResults setMock setReadOnlyApplicationMode
      startTest stopTest testInstall testSandboxPostCopyScript testUninstall`,
  },
];
