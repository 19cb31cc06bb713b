const secondsSince1970 =
  /^\{!\s*TEXT\s*\(\s*FLOOR\s*\(\s*\(\s*NOW\(\)\s*-\s*DATETIMEVALUE\s*\(\s*"1970-01-01 00:00:00"\s*\)\s*\)\s*\*\s*86400\s*(?:([+-])\s*(\d+)\s*)?\)\s*\)\s*\}$/i;

/**
 * The value of a JWT claim at a time. The platform's own claims are formulas that count seconds since 1970; other texts
 * are JSON where they look like it (`"https://login.salesforce.com"` with its quotes) and else plain text.
 * @param now milliseconds since 1970
 * @throws Error `not simulated: formula …`
 */
export const claimValue = (value: string, now: number): unknown => {
  const [isFormula, sign, offset] = secondsSince1970.exec(value.trim()) ?? [];
  if (isFormula !== undefined) return Math.floor(now / 1000) + Number(`${sign ?? '+'}${offset ?? 0}`);
  if (value.includes('{!')) throw new Error(`not simulated: formula ${value}`);
  if (!/^(["[{]|\d{1,15}$)/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};
