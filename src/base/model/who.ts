/** How the audit log, the revisions and the switches name the person or job that did something. Pure. */

/** A user of the machine who ran a command: `carla (command line)`. */
export function commandLineUser(username: string): string {
  return `${username} (command line)`;
}

/** The service itself, in a recurring job or at startup: `system (delete old calls)`. */
export function systemWork(work: string): string {
  return `system (${work})`;
}

/** Somebody who followed a link in a mail, under the name given there: `Anna Albrecht (link of a mail)`. */
export function linkReader(name: string): string {
  return `${name} (link of a mail)`;
}

/** Somebody who dialled a code: `Erika Muster (phone 1001)`. Without the number of a phone that withholds it. */
export function phoneUser(name: string | undefined, extension: string | undefined): string {
  if (extension === undefined) return 'withheld (phone)';
  return name === undefined ? `${extension} (phone)` : `${name} (phone ${extension})`;
}
