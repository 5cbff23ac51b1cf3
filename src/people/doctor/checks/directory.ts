/** The SIP domains, and the phones that are registered. Pure. */
import type { Need } from '../../../base/model/need.js';
import { phoneAddress, type Domains } from '../../../base/model/phone-address.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import type { SwitchAnswers } from './facts.js';
import { findings, someOf, type Finding } from './finding.js';
import { isMadeForEach } from './bindings.js';
import { forcedDomain, phoneProfiles, profilesOf } from './profiles.js';

interface User {
  readonly name: string;
  readonly isRegistered: boolean;
}

/** Undefined: FreeSWITCH cannot list its directory (mod_xml_curl, Lua). @param listed its answer to `list_users`. */
function usersOf(answers: SwitchAnswers, listed: string): readonly User[] | undefined {
  const [head = '', ...lines] = listed.split('\n');
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

export function checkDomain(answers: SwitchAnswers, { domains }: Snapshot): readonly Finding[] {
  const { ok, fault, skipped } = findings('domain', answers.name);
  const domain = domains.home;
  const elsewhere = [...sharedHosts(answers, domains), ...checkOthers(answers)];
  const forced = phoneProfiles(profilesOf(answers)).map((profile) => ({
    name: profile.name,
    domain: forcedDomain(profile),
  }));
  const [other] = forced.filter((one) => one.domain !== undefined);
  if (other !== undefined && forced.every((one) => ![undefined, domain].includes(one.domain)))
    return [fault('domainForced', { domain, forced: other.domain ?? '', profile: other.name }), ...elsewhere];
  const users = usersOf(answers, answers.users);
  if (users === undefined) return [skipped('domainUnlisted', { domain }), ...elsewhere];
  if (users.length === 0) return [fault('domainEmpty', { domain }), ...elsewhere];
  return [ok('domainThere', { domain, users: countOf(users) }), ...elsewhere];
}

/** The other domains that the configuration names. */
function checkOthers(answers: SwitchAnswers): readonly Finding[] {
  const { ok, warning } = findings('domain', answers.name);
  return [...answers.usersElsewhere].flatMap(([domain, listed]) => {
    const users = usersOf(answers, listed);
    if (users === undefined) return [];
    if (users.length === 0) return [warning('domainUnknown', { domain })];
    return [ok('domainThere', { domain, users: countOf(users) })];
  });
}

/** With `presence-hosts` FreeSWITCH finds the phones of all these domains when it is asked for one: both would ring. */
function sharedHosts(answers: SwitchAnswers, { home, others }: Domains): readonly Finding[] {
  if (others.size === 0) return [];
  const shared = phoneProfiles(profilesOf(answers)).find(({ params }) => {
    const hosts = (params.get('presence-hosts') ?? '').toLowerCase();
    return [home.toLowerCase(), ...others].some((domain) => hosts.includes(domain));
  });
  if (shared === undefined) return [];
  return [findings('domain', answers.name).fault('domainsShared', { profile: shared.name })];
}

function countOf(users: readonly User[]): number {
  return new Set(users.map(({ name }) => name)).size;
}

/** FreeSWITCH's own configuration makes every call wait for ten seconds until it is changed. */
export function checkDefaultPassword({ name, defaultPassword }: SwitchAnswers): readonly Finding[] {
  if (defaultPassword.trim() !== '1234') return [];
  return [findings('extensions', name).fault('extensionsDefaultPassword')];
}

export function checkRegistrations(
  answers: SwitchAnswers,
  needs: readonly Need[],
  { domains: { home } }: Pick<Snapshot, 'domains'>,
): readonly Finding[] {
  const { ok, warning, skipped } = findings('registrations', answers.name);
  const users = usersOf(answers, answers.users);
  if (users === undefined) return [skipped('registrationsUnlisted')];
  const named = new Set(
    needs.flatMap(({ thing }) =>
      thing.kind === 'extension' ? [phoneAddress(thing.extension, thing.domain, home)] : [],
    ),
  );
  if (named.size === 0) return [skipped('registrationsNone')];
  const registered = new Set(
    [[home, users] as const, ...usersElsewhere(answers)].flatMap(([domain, all]) =>
      all.filter((user) => user.isRegistered).map(({ name }) => phoneAddress(name, domain, home)),
    ),
  );
  const without = [...named].filter((phone) => !registered.has(phone));
  const count = named.size;
  if (without.length === count) return [warning('registrationsNobody', { count })];
  if (without.length > 0) return [warning('registrationsSome', { count, extensions: someOf(without) })];
  return [ok('registrationsAll', { count })];
}

function usersElsewhere(answers: SwitchAnswers): readonly (readonly [string, readonly User[]])[] {
  return [...answers.usersElsewhere].map(([domain, listed]) => [domain, usersOf(answers, listed) ?? []]);
}
