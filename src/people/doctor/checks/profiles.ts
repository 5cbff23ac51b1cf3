/** SIP profiles: the settings that freeswitch/README.md names, and codecs. Pure. */
import type { SwitchAnswers } from './facts.js';
import { findings, someOf, type Finding } from './finding.js';
import { below, paramsOf, readXml } from './xml.js';

export interface SipProfile {
  readonly name: string;
  readonly params: ReadonlyMap<string, string>;
  readonly isRunning: boolean;
}

const TRUE = /^(true|yes|on|1|enabled|active|allow|t)$/i;

export function isOn(params: ReadonlyMap<string, string>, name: string): boolean {
  return TRUE.test(params.get(name) ?? '');
}

/** Empty where FreeSWITCH does not show its configuration. */
export function profilesOf({
  sofia,
  sofiaStatus,
}: Pick<SwitchAnswers, 'sofia' | 'sofiaStatus'>): readonly SipProfile[] {
  return below(readXml(sofia), 'profile').map(({ attributes: { name = '' }, children }) => {
    const line = sofiaStatus.split('\n').find((one) => one.trim().split(/\s+/)[0] === name) ?? '';
    return {
      name,
      params: paramsOf(children.find(({ tag }) => tag === 'settings')),
      isRunning: /\bprofile\b.*\bRUNNING\b/.test(line),
    };
  });
}

/** The profiles whose calls are authenticated: those of the phones. */
export function phoneProfiles(profiles: readonly SipProfile[]): readonly SipProfile[] {
  return profiles.filter(({ params }) => isOn(params, 'auth-calls'));
}

/** The domain in which a profile registers all its phones, whatever they say; undefined: they say it themselves. */
export function forcedDomain({ params }: SipProfile): string | undefined {
  const domain = params.get('force-register-domain');
  return domain === '' ? undefined : domain;
}

export function checkProfiles(answers: SwitchAnswers): readonly Finding[] {
  const { ok, warning, fault, skipped } = findings('profiles', answers.name);
  const all = profilesOf(answers);
  if (all.length === 0) return [skipped('profilesUnknown')];
  const running = all.filter(({ isRunning }) => isRunning);
  if (running.length === 0) return [fault('profilesStopped', { profiles: namesOf(all) })];
  const found: Finding[] = [];
  const untimed = running.filter(({ params }) => /^(none)?$/i.test(params.get('rtp-timer-name') ?? ''));
  if (untimed.length > 0) found.push(fault('profilesUntimed', { profiles: namesOf(untimed) }));
  const phones = phoneProfiles(running);
  if (phones.length === 0) found.push(warning('profilesUnauthenticated', { profiles: namesOf(running) }));
  const single = phones.filter(({ params }) => !isMultiple(params.get('multiple-registrations')));
  if (single.length > 0) found.push(warning('profilesSingle', { profiles: namesOf(single) }));
  const stopped = all.filter(({ isRunning }) => !isRunning);
  if (stopped.length > 0) found.push(warning('profilesSomeStopped', { profiles: namesOf(stopped) }));
  return found.length > 0 ? found : [ok('profilesGood', { profiles: namesOf(running) })];
}

function isMultiple(value = ''): boolean {
  return /^(contact|call-id)$/i.test(value) || TRUE.test(value);
}

/**
 * G.711 is what every phone and every phone company understands, and FreeSWITCH converts between all others unless it is
 * forbidden.
 */
export function checkCodecs(answers: SwitchAnswers): readonly Finding[] {
  const { ok, warning, skipped } = findings('codecs', answers.name);
  const running = profilesOf(answers).filter(({ isRunning }) => isRunning);
  if (running.length === 0) return [skipped('codecsUnknown')];
  const without = running.filter(
    ({ params }) =>
      !['inbound-codec-prefs', 'outbound-codec-prefs'].every((name) =>
        /\bPCM[AU]\b/i.test(params.get(name) ?? params.get('codec-prefs') ?? ''),
      ),
  );
  const fixed = running.filter(({ params }) => isOn(params, 'disable-transcoding'));
  const found: Finding[] = [];
  if (without.length > 0) found.push(warning('codecsOdd', { profiles: namesOf(without) }));
  if (fixed.length > 0) found.push(warning('codecsFixed', { profiles: namesOf(fixed) }));
  return found.length > 0 ? found : [ok('codecsGood')];
}

function namesOf(profiles: readonly SipProfile[]): string {
  return someOf(profiles.map(({ name }) => name));
}
