/** Clock and time zone of FreeSWITCH beside those of the service. Pure. */
import type { ServiceFact, SwitchAnswers } from './facts.js';
import { findings, type Finding } from './finding.js';

/** Differences that change the times in records, and those that make them wrong. */
const NOTICED_SEC = 2;
const WRONG_SEC = 30;

/** FreeSWITCH tells whole seconds, so a difference below one second is none. */
export function checkClock({ name, epoch, clockAskedMs }: SwitchAnswers): readonly Finding[] {
  const { ok, warning, fault, skipped } = findings('clock', name);
  const [, digits] = /^(\d{9,11})\s*$/.exec(epoch.trim()) ?? [];
  if (digits === undefined) return [skipped('clockUnknown')];
  const [before, after] = clockAskedMs;
  const told = Number(digits);
  // Its true time lies in [told, told + 1): no difference where that touches the time in which it was asked.
  const early = before / 1000 - (told + 1);
  const late = told - after / 1000;
  const seconds = Math.round(Math.max(0, early, late));
  if (seconds >= WRONG_SEC) return [fault('clockWrong', { seconds })];
  if (seconds >= NOTICED_SEC) return [warning('clockOff', { seconds })];
  return [ok('clockGood')];
}

export function checkZone({ name, offset }: SwitchAnswers, service: ServiceFact): readonly Finding[] {
  const { ok, warning, skipped } = findings('zone', name);
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)\s*$/.exec(offset.trim()) ?? [];
  if (sign === undefined) return [skipped('zoneUnknown')];
  const theirs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const { zone } = service;
  if (theirs === service.offsetMinutes) return [ok('zoneSame', { zone })];
  const [here, there] = [offsetText(service.offsetMinutes), offsetText(theirs)];
  return [warning('zoneOther', { zone, here, there })];
}

function offsetText(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
