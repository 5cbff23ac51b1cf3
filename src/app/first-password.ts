/** Tells the first administrator's password: on a terminal, or in a file that only the service's user can read. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface FirstAccount {
  readonly name: string;
  readonly password: string;
  /** Of the pages; ends with a slash. */
  readonly url: string;
}

/**
 * Returns what is to be printed. Not written to the log, because logs are stored and forwarded; where there is no terminal
 * (systemd, a container), the output is such a log, and the password goes into a file. Errors: the system's.
 */
export async function firstSignIn(
  { name, password, url }: FirstAccount,
  { isTerminal, dataFolder }: { readonly isTerminal: boolean; readonly dataFolder: string },
): Promise<string> {
  const change = `    change it at ${url}account`;
  if (isTerminal) {
    const account = [`    name      ${name}`, `    password  ${password}`, change];
    return ['  The first account, shown only now:', ...account, '', ''].join('\n');
  }
  const file = path.join(dataFolder, 'first-password');
  await mkdir(dataFolder, { recursive: true });
  // A file of an earlier start could have other rights, which writing would keep.
  await rm(file, { force: true });
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  const account = [
    `    name      ${name}`,
    `    password  in the file ${file}; delete it afterwards`,
    change,
  ];
  return ['  The first account:', ...account, '', ''].join('\n');
}
