/** The SIP domain, and the phones that are registered. Pure. */
import type { Need } from '../../../base/model/need.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import type { SwitchAnswers } from './facts.js';
import { findings, someOf, type Finding } from './finding.js';
import { isMadeForEach } from './bindings.js';
import { phoneProfiles, profilesOf } from './profiles.js';

interface User {
  readonly name: string;
  readonly isRegistered: boolean;
}

/** Undefined: FreeSWITCH cannot list its directory (mod_xml_curl, Lua). */
function usersOf(answers: SwitchAnswers): readonly User[] | undefined {
  const [head = '', ...lines] = answers.users.split('\n');
  const columns = head.split('|');
  const [name, contact] = [columns.indexOf('userid'), columns.indexOf('contact')];
  if (name < 0 || contact < 0) return undefined;
  const rows = lines.map((line) => line.split('|')).filter((row) => row.length >= columns.length);
  if (rows.length === 0 && isMadeForEach(answers, 'directory')) return undefined;
  return rows.map((row) => ({
    name: row[name] ?? '',
    isRegistered: !/^(error\/|$)/.test(row[contact] ?? ''),
  }));
}

export function checkDomain(answers: SwitchAnswers, snapshot: Snapshot): readonly Finding[] {
  const { ok, fault, skipped } = findings('domain', answers.name);
  const { domain } = snapshot.settings;
  const forced = phoneProfiles(profilesOf(answers))
    .map(({ name, params }) => ({ name, domain: params.get('force-register-domain') ?? '' }))
    .find((one) => one.domain !== '' && one.domain !== domain);
  if (forced !== undefined)
    return [fault('domainForced', { domain, forced: forced.domain, profile: forced.name })];
  const users = usersOf(answers);
  if (users === undefined) return [skipped('domainUnlisted', { domain })];
  if (users.length === 0) return [fault('domainEmpty', { domain })];
  return [ok('domainThere', { domain, users: new Set(users.map(({ name }) => name)).size })];
}

/** FreeSWITCH's own configuration makes every call wait for ten seconds until it is changed. */
export function checkDefaultPassword({ name, defaultPassword }: SwitchAnswers): readonly Finding[] {
  if (defaultPassword.trim() !== '1234') return [];
  return [findings('extensions', name).fault('extensionsDefaultPassword')];
}

export function checkRegistrations(answers: SwitchAnswers, needs: readonly Need[]): readonly Finding[] {
  const { ok, warning, skipped } = findings('registrations', answers.name);
  const users = usersOf(answers);
  if (users === undefined) return [skipped('registrationsUnlisted')];
  const named = new Set(needs.flatMap(({ thing }) => (thing.kind === 'extension' ? [thing.extension] : [])));
  if (named.size === 0) return [skipped('registrationsNone')];
  const registered = new Set(users.filter((user) => user.isRegistered).map(({ name }) => name));
  const without = [...named].filter((extension) => !registered.has(extension));
  const count = named.size;
  if (without.length === count) return [warning('registrationsNobody', { count })];
  if (without.length > 0) return [warning('registrationsSome', { count, extensions: someOf(without) })];
  return [ok('registrationsAll', { count })];
}
