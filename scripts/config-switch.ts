/** `rufgruppe switch turn …`: turns a switch on or off, as the pages and the REST interface do. */
import type { DateTime } from 'luxon';
import { switchLine } from '../src/people/pages/switches/outlook.js';
import type { Configuration } from '../src/base/configuration/schema.js';
import type { Snapshot } from '../src/base/model/snapshot.js';
import { END_CHOICES, endOf, neverChangesText } from '../src/people/operations/switch-end.js';
import { actOnSwitch, type SwitchAction } from '../src/people/operations/switches.js';
import { readSwitch } from '../src/calls/routing/switch-reading.js';
import type { Store } from '../src/base/store/connection.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError } from './command-error.js';
import { machineMoment, machineZone } from './machine-times.js';
import { snapshotOf } from './newest-snapshot.js';
import { SCRIPT_WORDS } from './words/words.js';

export interface SwitchOrder {
  readonly id: string;
  readonly state: 'on' | 'off' | 'auto';
  /** One of END_CHOICES, or a time as typed by a user; empty: until its schedule changes. */
  readonly until: string;
}

export interface SwitchWork {
  readonly store: Store;
  readonly revision: number;
  readonly configuration: Configuration;
  readonly now: DateTime;
  readonly lang: 'de' | 'en';
}

/**
 * Turns the switch and returns the lines to print: its state, until when, and what comes then. Times are in the zone of
 * the settings, typed ones too. Errors: CommandError for an unknown switch or an invalid end.
 */
export async function turnSwitch(order: SwitchOrder, work: SwitchWork): Promise<readonly string[]> {
  const { store, configuration, now, lang } = work;
  const t = SCRIPT_WORDS[lang].switch;
  const zone = configuration.settings.timezone;
  const { action, note } = actionOf(order, { now, zone, lang });
  const snapshot = await snapshotNow(work);
  const desk = {
    switchStates: store.switchStates,
    snapshot: () => snapshot,
    refresh: () => Promise.resolve(),
    audit: commandLineAudit(store),
  };
  const result = await actOnSwitch(desk, order.id, action, {
    who: thisUser(),
    at: now.toJSDate(),
  });
  const turned = (await snapshotNow(work)).switches.get(order.id);
  if (result.kind === 'unknown' || turned === undefined) {
    const ids = [...snapshot.switches.keys()].join(', ');
    throw new CommandError(t.unknown.replace('{id}', order.id).replace('{ids}', ids));
  }
  const { next } = readSwitch(turned, now);
  const elsewhere = next.kind === 'at' && machineZone() !== zone;
  const zones = [
    t.zone.replace('{zone}', zone),
    ...(elsewhere ? [t.here.replace('{at}', machineMoment(next.at.toJSDate(), lang))] : []),
  ];
  return [
    `${t.is.replace('{id}', order.id)}${switchLine(turned, { lang, timezone: zone, now })} (${zones.join('; ')})`,
    ...(result.kind === 'done' && result.neverChanges ? [neverChangesText(lang)] : []),
    ...(note === undefined ? [] : [note]),
  ];
}

function actionOf(
  { state, until }: SwitchOrder,
  reader: Parameters<typeof endOf>[1],
): { action: SwitchAction; note: string | undefined } {
  if (state === 'auto') return { action: { kind: 'reset' }, note: undefined };
  const isChoice = END_CHOICES.some((choice) => choice === until.trim());
  const reading = endOf(isChoice ? { chosen: until.trim() } : { typed: until }, reader);
  if (reading.kind === 'refused') {
    throw new CommandError(`--until: ${reading.message} · ${END_CHOICES.join(' · ')}`);
  }
  return { action: { kind: 'turn', on: state === 'on', end: reading.end }, note: reading.note };
}

function snapshotNow({ store, revision, configuration, now }: SwitchWork): Promise<Snapshot> {
  return snapshotOf(store, revision, configuration, now);
}
