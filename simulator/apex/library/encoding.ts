import { ApexException } from '../host.ts';
import type { BlobValue } from '../values/value.ts';
import type { Definition } from './definition.ts';

export const blob = (bytes: Buffer): BlobValue => ({ kind: 'Blob', bytes });

/** The bytes as a string. @throws ApexException `System.StringException: BLOB is not a valid UTF-8 string` */
export const utf8 = ({ bytes }: BlobValue): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ApexException('System.StringException', 'BLOB is not a valid UTF-8 string');
  }
};

const decoded = (value: string): BlobValue => {
  const clean = value.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean)) {
    throw new ApexException(
      'System.StringException',
      'Unrecognized base64 character: ' + (/[^A-Za-z0-9+/=]/.exec(clean)?.[0] ?? '=')
    );
  }
  return blob(Buffer.from(clean, 'base64'));
};

const checkEncoding = (encoding: string): void => {
  if (!/^utf-?8$/i.test(encoding)) {
    throw new ApexException('System.InvalidParameterValueException', `Unsupported encoding: ${encoding}`);
  }
};

/** As java.net.URLEncoder does: a space becomes a plus sign. */
export const urlEncode = (value: string): string =>
  encodeURIComponent(value)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+');

const urlDecode = (value: string): string => {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    throw new ApexException(
      'System.InvalidParameterValueException',
      `Illegal hex characters in escape (%) pattern: ${value}`
    );
  }
};

const fromHex = (value: string): BlobValue => {
  if (!/^([0-9a-f]{2})*$/i.test(value)) {
    throw new ApexException('System.InvalidParameterValueException', `Invalid hexadecimal string: ${value}`);
  }
  return blob(Buffer.from(value, 'hex'));
};

export const encodings: Definition[] = [
  {
    name: 'Blob',
    members: {
      'static Blob valueOf(String value)': (value: string) => blob(Buffer.from(value, 'utf8')),
      'String toString()': (self: BlobValue) => utf8(self),
      'Integer size()': (self: BlobValue) => self.bytes.length,
    },
    lacks: 'toPdf',
  },
  {
    name: 'EncodingUtil',
    members: {
      'static String base64Encode(Blob value)': (value: BlobValue) => value.bytes.toString('base64'),
      'static Blob base64Decode(String value)': (value: string) => decoded(value),
      'static String convertToHex(Blob value)': (value: BlobValue) => value.bytes.toString('hex'),
      'static Blob convertFromHex(String value)': (value: string) => fromHex(value),
      'static String urlEncode(String value, String encoding)': (value: string, encoding: string): string => {
        checkEncoding(encoding);
        return urlEncode(value);
      },
      'static String urlDecode(String value, String encoding)': (value: string, encoding: string): string => {
        checkEncoding(encoding);
        return urlDecode(value);
      },
    },
  },
];
