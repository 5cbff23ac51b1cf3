/** The address of a MongoDB server. One with several hosts is no URL, so it is taken apart here. Pure. */

export interface DatabaseAddress {
  /** Without user and password. */
  readonly hosts: string;
  /** Empty: it names none. */
  readonly database: string;
  /** The same, with another database. */
  readonly naming: (database: string) => string;
}

/** User and password, if there are any, hold no `@`, `/` and `?`: these are written as `%40` and the like. */
const ADDRESS = /^(mongodb(?:\+srv)?:\/\/(?:[^@/?]*@)?([^@/?\s]+))(?:\/([^?]*))?(\?.*)?$/s;

/** Undefined: it is none. */
export function databaseAddress(uri: string): DatabaseAddress | undefined {
  const [, server, hosts, database = '', options = ''] = ADDRESS.exec(uri) ?? [];
  if (server === undefined || hosts === undefined) return undefined;
  return { hosts, database, naming: (name) => `${server}/${name}${options}` };
}
