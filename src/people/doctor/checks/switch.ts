/** Whether a FreeSWITCH can be asked, which one it is, and what it is made of. Pure. */
import type { Facts, SwitchAnswers, SwitchFacts } from './facts.js';
import { findings, type Finding } from './finding.js';

/** Without one of these no group works. mod_voicemail, mod_local_stream and mod_json_cdr are judged where they are needed. */
export const NEEDED_MODULES = [
  'mod_sofia',
  'mod_dptools',
  'mod_commands',
  'mod_dialplan_xml',
  'mod_event_socket',
  'mod_sndfile',
  'mod_tone_stream',
] as const;

/** Older ones were never tried. */
const OLDEST = [1, 10] as const;

export function checkEventSockets({ switches }: Facts): readonly Finding[] {
  if (switches.length === 0) return [findings('eventSocket').warning('noFreeswitch')];
  return switches.map((one) => {
    if (one.kind === 'asked') return findings('eventSocket', one.answers.name).ok('switchConnected');
    const { fault } = findings('eventSocket', one.name);
    const { reason } = one;
    if (/password/.test(reason)) return fault('switchPassword');
    if (/apply-inbound-acl/.test(reason)) return fault('switchAcl');
    return fault('switchAway', { reason });
  });
}

export function checkVersion({ name, version, status, paused }: SwitchAnswers): readonly Finding[] {
  const { ok, fault, skipped } = findings('version', name);
  const [whole = '', major, minor] = /(\d+)\.(\d+)(?:\.\d+)?/.exec(version) ?? [];
  if (whole === '') return [skipped('versionUnknown')];
  const isOld = Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]);
  if (isOld) return [fault('versionOld', { version: whole })];
  if (paused.trim() === 'true' || /\bis not ready\b/i.test(status))
    return [fault('switchPaused', { version: whole })];
  return [ok('versionGood', { version: whole })];
}

export function checkModules({ name, missingModules }: SwitchAnswers): readonly Finding[] {
  const { ok, fault } = findings('modules', name);
  const missing = NEEDED_MODULES.filter((module) => missingModules.includes(module));
  if (missing.length === 0) return [ok('modulesThere')];
  return [fault('modulesMissing', { modules: missing.join(', '), first: missing[0] ?? '' })];
}

/** The answers of those that could be asked. */
export function asked(switches: readonly SwitchFacts[]): readonly SwitchAnswers[] {
  return switches.flatMap((one) => (one.kind === 'asked' ? [one.answers] : []));
}
