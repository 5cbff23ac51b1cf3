/** Whether phones can subscribe to the lamps of switches. Pure. */
import type { Snapshot } from '../../../base/model/snapshot.js';
import type { SwitchAnswers } from './facts.js';
import { findings, someOf, type Finding } from './finding.js';
import { forcedDomain, isOn, phoneProfiles, profilesOf, type SipProfile } from './profiles.js';

/** Nothing where there are no switches. */
export function checkLamps(answers: SwitchAnswers, snapshot: Snapshot): readonly Finding[] {
  const { ok, warning, skipped } = findings('lamps', answers.name);
  if (snapshot.switches.size === 0) return [];
  const { home, others } = snapshot.domains;
  const isOurs = (domain: string | undefined) =>
    domain === undefined || domain === home || others.has(domain);
  const running = phoneProfiles(profilesOf(answers)).filter(({ isRunning }) => isRunning);
  // Those of other domains have other phones; where there are no ours, checkDomain() says so.
  const ours = running.filter((profile) => isOurs(forcedDomain(profile)));
  const phones = ours.length > 0 ? ours : running;
  if (phones.length === 0) return [skipped('lampsUnknown')];
  const found: Finding[] = [];
  const dark = phones.filter(({ params }) => !keepsPresence(params));
  if (dark.length > 0) found.push(warning('lampsOff', { profiles: namesOf(dark) }));
  const elsewhere = phones.find(({ params }) => !isOurs(subscribedDomain(params)));
  if (elsewhere !== undefined) {
    const forced = subscribedDomain(elsewhere.params) ?? '';
    found.push(warning('lampsElsewhere', { profile: elsewhere.name, forced, domain: home }));
  }
  const open = phones.filter(({ params }) => keepsPresence(params) && !isOn(params, 'auth-subscriptions'));
  if (open.length > 0) found.push(warning('lampsOpen', { profiles: namesOf(open) }));
  return found.length > 0 ? found : [ok('lampsGood', { count: snapshot.switches.size })];
}

/** `passive`: another profile with the same database does it. */
function keepsPresence(params: SipProfile['params']): boolean {
  return isOn(params, 'manage-presence') || /^passive$/i.test(params.get('manage-presence') ?? '');
}

function subscribedDomain(params: SipProfile['params']): string | undefined {
  const domain = params.get('force-subscription-domain');
  return domain === '' ? undefined : domain;
}

function namesOf(profiles: readonly SipProfile[]): string {
  return someOf(profiles.map(({ name }) => name));
}
