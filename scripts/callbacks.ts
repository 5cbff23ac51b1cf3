/** `rufgruppe callbacks …`: the call-back list on the command line. */
import { userInfo } from 'node:os';
import { DateTime } from 'luxon';
import { oneLine } from '../src/afterwards/mail/one-line.js';
import type { CallbackItem } from '../src/base/model/callback-item.js';
import type { Store } from '../src/base/store/connection.js';
import {
  finishCallback,
  giveBackCallback,
  listCallbacks,
  MOST,
  noteCallback,
  takeCallback,
  type CallbackDesk,
  type DeskResult,
} from '../src/people/operations/callbacks.js';
import { callbackText, itemJson, itemText, stateText } from './callback-words.js';
import { commandLineActor, commandLineAudit } from './command-audit.js';
import { CommandError, UsageError } from './command-error.js';
import { readableSnapshot } from './newest-snapshot.js';
import { asCalled } from './say.js';
import { printJson } from './print.js';
import { withStore } from './script-database.js';

/** How many items `--all` shows. */
const SHOWN = 50;

/** The options of all subcommands. */
export interface CallbackValues {
  readonly group?: string;
  readonly all?: true;
  readonly json?: true;
  /** The name that others see; without it the machine's user. */
  readonly as?: string;
  readonly min?: string;
  readonly note?: string;
}

/** Undefined: the default of the item's group. Errors: UsageError. */
function minutesOf({ min }: CallbackValues): number | undefined {
  const minutes = min === undefined ? undefined : Number(min);
  if (minutes !== undefined && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= 10_080)) {
    throw new UsageError(callbackText('badMinutes', { given: min ?? '' }));
  }
  return minutes;
}

function withDesk(values: CallbackValues, task: (desk: CallbackDesk) => Promise<void>): Promise<void> {
  const who = oneLine(values.as ?? userInfo().username);
  return withStore(async (store) => task(await deskOf(store, who)));
}

/** The same operations as on the pages and in the REST interface. They work even if the configuration cannot be read. */
async function deskOf(store: Store, who: string): Promise<CallbackDesk> {
  const snapshot = await readableSnapshot(store, DateTime.now());
  return {
    callbacks: store.callbacks,
    audit: commandLineAudit(store),
    snapshot: () => snapshot,
    shownAs: who,
  };
}

/** Who waits for a call back, the longest first; `--all`: the last items, ended ones too. */
export function list(values: CallbackValues): Promise<void> {
  return withDesk(values, async (desk) => {
    const items = await itemsOf(desk, values);
    if (values.json) printJson(items.map(itemJson));
    else if (items.length === 0) console.log(callbackText(values.all ? 'none' : 'nobody'));
    else for (const item of items) console.log(itemText(item));
  });
}

async function itemsOf(desk: CallbackDesk, { group, all }: CallbackValues): Promise<CallbackItem[]> {
  const actor = commandLineActor();
  if (all) return [...(await listCallbacks(desk, actor, { group, which: 'recent', limit: SHOWN }))];
  const items: CallbackItem[] = [];
  let read = await listCallbacks(desk, actor, { group, which: 'live' });
  while (read.length > 0) {
    items.push(...read);
    if (read.length < MOST) break;
    read = await listCallbacks(desk, actor, { group, which: 'live', after: read.at(-1)?.id });
  }
  return items;
}

/** Finds an item by its id or the beginning of it. Errors: CommandError. */
async function found({ callbacks }: CallbackDesk, id: string): Promise<CallbackItem> {
  const exact = await callbacks.get(id);
  if (exact !== undefined) return exact;
  const [item, another] = id === '' ? [] : await callbacks.beginningWith(id, 2);
  if (item !== undefined && another === undefined) return item;
  const command = asCalled('callbacks list');
  throw new CommandError(callbackText(item === undefined ? 'noItem' : 'several', { id, command }));
}

export type CallbackAct = 'take' | 'give-back' | 'done' | 'note';

/** Does it and prints the item. Errors: UsageError; CommandError when there is no such item, or others have it. */
export async function act(what: CallbackAct, beginning: string, values: CallbackValues): Promise<void> {
  const minutes = minutesOf(values);
  await withDesk(values, async (desk) => {
    const { id, taken } = await found(desk, beginning);
    const actor = commandLineActor();
    if (what === 'give-back' && taken === null) throw new CommandError(callbackText('notHad'));
    const { note } = values;
    const now = DateTime.now();
    const steps: Readonly<Record<CallbackAct, () => Promise<DeskResult>>> = {
      take: () => takeCallback(desk, actor, id, now, minutes),
      'give-back': () => giveBackCallback(desk, actor, id),
      done: () => finishCallback(desk, actor, id, { note, now }),
      note: () => noteCallback(desk, actor, id, { text: note ?? '', now }),
    };
    tell(what, await steps[what]());
  });
}

/** Prints a success. Errors: CommandError for everything else. */
function tell(command: CallbackAct, result: DeskResult): void {
  switch (result.kind) {
    case 'done':
      console.log(itemText(result.item));
      return;
    case 'othersHaveIt':
      throw new CommandError(callbackText('notTaken', { state: stateText(result.item) }));
    case 'ended': {
      const word = command === 'take' ? 'notTaken' : 'ended';
      throw new CommandError(callbackText(word, { state: stateText(result.item) }));
    }
    // No command reopens an item or gives it to somebody.
    case 'newer':
    case 'noUser':
    case 'unknown':
      throw new CommandError(callbackText('gone'));
  }
}
