import { createPublicKey, verify } from 'node:crypto';

export type Assertion = {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** What is signed, and the signature. */
  signed: Buffer;
  signature: Buffer;
};

const object = (part: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};

/** The parts of a compact JWS (RFC 7515, section 7.1); undefined when it is none. */
export const readAssertion = (compact: string): Assertion | undefined => {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(compact)) return undefined;
  const [head, body, signature] = compact.split('.');
  const [header, claims] = [object(head), object(body)];
  if (header === undefined || claims === undefined) return undefined;
  return {
    header,
    claims,
    signed: Buffer.from(`${head}.${body}`),
    signature: Buffer.from(signature, 'base64url'),
  };
};

/**
 * Whether an assertion carries an RS256 signature by the key of a certificate. "Salesforce requires that a JWT is signed
 * using RSA SHA256" (Salesforce Help, remoteaccess_oauth_jwt_flow).
 */
export const isSignedBy = ({ header, signed, signature }: Assertion, pem: string | undefined): boolean =>
  header.alg === 'RS256' &&
  pem !== undefined &&
  verify('RSA-SHA256', signed, createPublicKey(pem), signature);

/**
 * The `exp` claim in milliseconds since 1970. It counts seconds and may be text; the milliseconds that the CLI sends are
 * taken as seconds of a distant year, which the live endpoint takes too.
 */
export const expiry = ({ claims }: Assertion): number | undefined => {
  const { exp } = claims;
  const value = typeof exp === 'string' && /^\d+$/.test(exp) ? Number(exp) : exp;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return value * 1000;
};
