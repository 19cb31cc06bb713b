import { keys } from './apex-fixtures.ts';
import { lacks, throws, yields } from './apex-tables.ts';

const privateKey = keys.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
const publicKey = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');

const hex = (blob: string): string => `EncodingUtil.convertToHex(${blob})`;

describe('Crypto', () => {
  const empty = `Blob.valueOf('')`;
  yields([
    [hex(`Crypto.generateDigest('MD5', ${empty})`), 'd41d8cd98f00b204e9800998ecf8427e'],
    [hex(`Crypto.generateDigest('SHA1', ${empty})`), 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    [
      hex(`Crypto.generateDigest('SHA3-256', ${empty})`),
      'a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a',
    ],
    [
      hex(
        `Crypto.generateMac('hmacSHA256', Blob.valueOf('The quick brown fox jumps over the lazy dog'), Blob.valueOf('key'))`
      ),
      'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8',
    ],
    [
      `Blob k = Blob.valueOf('key'); Blob m = Crypto.generateMac('hmacSHA512', k, k); Crypto.verifyHMac('hmacSHA512', k, k, m) + ':' + Crypto.verifyHMac('hmacSHA256', k, k, m)`,
      'true:false',
    ],
    [`Crypto.generateAesKey(128).size() + ':' + Crypto.generateAesKey(256).size()`, '16:32'],
    [
      `Blob k = EncodingUtil.convertFromHex('2b7e151628aed2a6abf7158809cf4f3c'); Blob iv = EncodingUtil.convertFromHex('000102030405060708090a0b0c0d0e0f'); ${hex(`Crypto.encrypt('AES128', k, iv, EncodingUtil.convertFromHex('6bc1bee22e409f96e93d7e117393172a'))`)}.left(32)`,
      '7649abac8119b246cee98e9b12e9197d',
    ],
    [
      `Blob k = Crypto.generateAesKey(192); Blob iv = Blob.valueOf('0123456789abcdef'); Crypto.decrypt('AES192', k, iv, Crypto.encrypt('AES192', k, iv, Blob.valueOf('secret'))).toString()`,
      'secret',
    ],
    [
      `Blob k = Crypto.generateAesKey(256); Blob b = Crypto.encryptWithManagedIV('AES256', k, Blob.valueOf('secret')); b.size() + ':' + Crypto.decryptWithManagedIV('AES256', k, b).toString()`,
      '32:secret',
    ],
    [
      'Crypto.getRandomInteger() == Crypto.getRandomInteger() && Crypto.getRandomLong() == Crypto.getRandomLong()',
      'false',
    ],
    [
      `Blob d = Blob.valueOf('data'); Blob s = Crypto.sign('RSA-SHA256', d, EncodingUtil.base64Decode('${privateKey}')); Blob k = EncodingUtil.base64Decode('${publicKey}'); Crypto.verify('RSA-SHA256', d, s, k) + ':' + Crypto.verify('RSA', d, s, k)`,
      'true:false',
    ],
    [
      `Blob d = Blob.valueOf('data'); Crypto.verify('RSA-SHA256', d, Crypto.signWithCertificate('RSA-SHA256', d, 'Hub'), EncodingUtil.base64Decode('${publicKey}'))`,
      'true',
    ],
  ]);
  const setup = `Blob k = Crypto.generateAesKey(128); Blob iv = Blob.valueOf('0123456789abcdef'); Blob d = Blob.valueOf('data');`;
  throws(
    [
      [`Crypto.generateDigest('MD6', d)`, 'System.SecurityException'],
      [`Crypto.generateAesKey(100)`, 'System.InvalidParameterValueException'],
      [
        `Crypto.encrypt('DES', k, iv, d)`,
        'System.InvalidParameterValueException: Invalid algorithm DES. Must be AES128, AES192, or AES256',
      ],
      [
        `Crypto.encrypt('AES256', k, iv, d)`,
        'System.InvalidParameterValueException: Invalid private key. Must be 32 bytes.',
      ],
      [
        `Crypto.encrypt('AES128', k, d, d)`,
        'System.InvalidParameterValueException: Invalid initialization vector. Must be 16 bytes.',
      ],
      [
        `Crypto.encryptWithManagedIV('AES128', k, Blob.valueOf('a'.repeat(1048577)))`,
        'System.InvalidParameterValueException: Invalid data. Input data is 1048577 bytes, which exceeds the limit of 1048576 bytes.',
      ],
      [
        `Crypto.decrypt('AES128', k, iv, d)`,
        'System.SecurityException: Given final block not properly padded',
      ],
      [
        `Crypto.decryptWithManagedIV('AES128', k, d)`,
        'System.InvalidParameterValueException: Unable to parse initialization vector from encrypted data.',
      ],
      [`Crypto.sign('RSA-SHA256', d, d)`, 'System.InvalidParameterValueException'],
    ],
    { setup }
  );
  lacks([
    [`Crypto.sign('DSA', Blob.valueOf('a'), Blob.valueOf('b'))`, 'signing with DSA'],
    ['Crypto.signXml(null, null, null, null)', 'Crypto.signXml'],
  ]);
});

describe('Blob and EncodingUtil', () => {
  yields([
    [
      `Blob.valueOf('h\\u00e9').size() + ':' + Blob.valueOf('h\\u00e9').toString() + ':' + Blob.valueOf('hi')`,
      '3:hé:Blob[2]',
    ],
    [
      `EncodingUtil.base64Encode(Blob.valueOf('hi')) + ':' + EncodingUtil.base64Decode(' aGk=\\n').toString()`,
      'aGk=:hi',
    ],
    [`EncodingUtil.convertFromHex('6869').toString() + ':' + ${hex(`Blob.valueOf('hi')`)}`, 'hi:6869'],
    [
      `EncodingUtil.urlEncode('a+b/c=*-._~!\\'()', 'utf8') + ':' + EncodingUtil.urlDecode('a%2Bb+c', 'UTF-8')`,
      'a%2Bb%2Fc%3D*-._%7E%21%27%28%29:a+b c',
    ],
  ]);
  throws([
    [
      `EncodingUtil.convertFromHex('ff').toString()`,
      'System.StringException: BLOB is not a valid UTF-8 string',
    ],
    [`EncodingUtil.base64Decode('a-b_')`, 'System.StringException: Unrecognized base64 character: -'],
    [`EncodingUtil.convertFromHex('abc')`, 'System.InvalidParameterValueException'],
    [`EncodingUtil.urlDecode('%zz', 'UTF-8')`, 'System.InvalidParameterValueException'],
    [`EncodingUtil.urlEncode('a', 'UTF-9')`, 'System.InvalidParameterValueException'],
  ]);
});
