/** How the audit log, the revisions and the switches name who did something: one form for each way. Pure. */

/** A person of the machine who used a command: `carla (command line)`. */
export function commandLineUser(username: string): string {
  return `${username} (command line)`;
}

/** The service itself, by its recurring work or at its start: `system (delete old calls)`. */
export function systemWork(work: string): string {
  return `system (${work})`;
}

/** Whoever followed a link of a mail, under the name that was given there: `Anna Albrecht (link of a mail)`. */
export function linkReader(name: string): string {
  return `${name} (link of a mail)`;
}
