/** `rufgruppe switch list|turn`. */
import { DateTime } from 'luxon';
import { storedConfiguration } from '../src/base/configuration/import.js';
import { readSwitch } from '../src/calls/routing/switch-reading.js';
import { switchLine } from '../src/people/pages/switches/outlook.js';
import { CommandError, UsageError } from './command-error.js';
import { turnSwitch } from './config-switch.js';
import { machineLanguage } from './machine-times.js';
import { newestSnapshot } from './newest-snapshot.js';
import { printJson } from './print.js';
import { common, sayer } from './say.js';
import { withStore } from './script-database.js';

const say = sayer('switch');

/** All switches as they are now, and until when. Errors: CommandError without a configuration. */
export async function list(json?: true): Promise<void> {
  const now = DateTime.now();
  await withStore(async (store) => {
    const { switches, settings } = await newestSnapshot(store, now);
    const timezone = settings.timezone;
    const lang = machineLanguage();
    if (json) {
      printJson(
        [...switches.values()].map((one) => {
          const { on, why, overridden, next } = readSwitch(one, now);
          const until = next.kind === 'at' ? next.at.toUTC().toISO() : null;
          return { id: one.id, name: one.name, on, why: why.kind, overridden, until };
        }),
      );
      return;
    }
    for (const one of switches.values())
      console.log(`${one.id.padEnd(20)}  ${switchLine(one, { lang, timezone, now })}  (${one.name})`);
    console.log(switches.size === 0 ? say('none') : say('zone', { zone: timezone }));
  });
}

/** Errors: UsageError for another state; CommandError for an unknown switch or an invalid end. */
export async function turn(id: string, state: string, until = ''): Promise<void> {
  if (state !== 'on' && state !== 'off' && state !== 'auto') throw new UsageError(say('badState', { state }));
  await withStore(async (store) => {
    const latest = await store.configurations.latest();
    if (latest === undefined) throw new CommandError(common('noConfiguration'));
    const { revision } = latest;
    const configuration = storedConfiguration(revision, latest.content);
    const work = { store, revision, configuration, now: DateTime.now(), lang: machineLanguage() };
    for (const line of await turnSwitch({ id, state, until }, work)) console.log(line);
  });
}
