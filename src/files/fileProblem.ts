import { say } from '../text/messages.ts';

/** Why files can't be read or written most of the time, by Node's code. Source: Node.js, "Common system errors". */
const known: Record<string, string> = {
  ENOENT: 'missing',
  EISDIR: 'directory',
  ENOTDIR: 'notDirectory',
  EACCES: 'noRight',
  EPERM: 'noRight',
  EROFS: 'readOnly',
  ENOSPC: 'full',
  ELOOP: 'symbolicLink',
};

/** Why a file could not be read or written, in words; what is not known is told as Node tells it, without its code and call. */
export const fileProblem = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return code in known
    ? say('s2s', `file.${known[code]}`)
    : message.replace(/^[A-Z\d]+: /, '').replace(/, \w+( '.*')?$/s, '');
};
