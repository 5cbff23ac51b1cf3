/** `npm run config -- switch …`: turns a switch by the function that pages and interface use. */
import { DateTime } from 'luxon';
import { storedConfiguration } from '../src/configuration/import.js';
import { buildSnapshot } from '../src/configuration/snapshot.js';
import { endOf } from '../src/operations/switch-end.js';
import { actOnSwitch } from '../src/operations/switches.js';
import { readSwitch } from '../src/routing/switch-state.js';
import { switchWhyText } from '../src/routing/words.js';
import type { Store } from '../src/store/connection.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError } from './command-error.js';

export interface SwitchOptions {
  readonly id: string;
  readonly state: 'on' | 'off' | 'auto';
  /** As it was typed; empty: until the schedule changes. */
  readonly until: string;
}

/** Errors: CommandError for an unknown switch or a time that is none. */
export async function turnSwitch(store: Store, { id, state, until }: SwitchOptions): Promise<void> {
  const latest = await store.configurations.latest();
  if (latest === undefined) throw new CommandError('The database holds no configuration yet.');
  const { revision } = latest;
  const content = storedConfiguration(revision, latest.content);
  const { timezone } = content.settings;
  const now = DateTime.now();
  const read = async () => {
    const states = new Map((await store.switchStates.all()).map((one) => [one.id, one]));
    return buildSnapshot({ revision, content, switchStates: states, now: DateTime.now() });
  };
  const reading = endOf({ typed: until }, { now, zone: timezone, lang: 'en' });
  if (reading.kind === 'refused') throw new CommandError(`--until: ${reading.message}`);
  const { end } = reading;
  const snapshot = await read();
  const desk = {
    switchStates: store.switchStates,
    snapshot: () => snapshot,
    refresh: () => Promise.resolve(),
    audit: commandLineAudit(store),
  };
  const action =
    state === 'auto' ? ({ kind: 'reset' } as const) : ({ kind: 'turn', on: state === 'on', end } as const);
  if (!(await actOnSwitch(desk, id, action, { who: thisUser(), at: now.toJSDate() }))) {
    const ids = [...snapshot.switches.keys()].join(', ');
    throw new CommandError(`There is no switch ${id}; there are: ${ids}`);
  }
  const turned = (await read()).switches.get(id);
  if (turned === undefined) return;
  const { on, why } = readSwitch(turned, now);
  console.log(`Switch ${id}: ${on ? 'on' : 'off'} (${switchWhyText(why)}; times in ${timezone})`);
}
