/**
 * A text as one word of a shell command: for a POSIX shell, on Windows for cmd and PowerShell. Where one of those two would
 * read something into double quotes, for PowerShell.
 */
export const asWord = (value: string, platform: NodeJS.Platform = process.platform): string => {
  if (platform !== 'win32')
    return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
  if (/^[\w+=:./\\-][\w@+=:./\\-]*$/.test(value)) return value;
  return /["$`%]/.test(value) ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
};
