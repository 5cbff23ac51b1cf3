/** `npm run callbacks -- …`: the call-back list on the command line. */
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
import { callbackText, itemText, stateText } from './callback-words.js';
import { commandLineActor, commandLineAudit } from './command-audit.js';
import { CommandError, readCall, runCommand, UsageError } from './command-error.js';
import { readableSnapshot } from './newest-snapshot.js';
import { withStore } from './script-database.js';

const OPTIONS = {
  group: { type: 'string' },
  all: { type: 'boolean' },
  as: { type: 'string' },
  min: { type: 'string' },
  note: { type: 'string' },
} as const;

const COMMANDS = ['list', 'take', 'give-back', 'done', 'note'];

/** How many items `--all` shows. */
const SHOWN = 50;

interface Given {
  readonly words: readonly string[];
  readonly group: string | undefined;
  readonly all: boolean;
  /** The name that others see. */
  readonly who: string;
  /** Undefined: the default of the item's group. */
  readonly minutes: number | undefined;
  readonly note: string | undefined;
}

/** Errors: UsageError. */
function read(args: readonly string[]): Given {
  const { values, positionals } = readCall(args, OPTIONS, callbackText('usage'));
  const { group, all = false, note, min } = values;
  const minutes = min === undefined ? undefined : Number(min);
  if (minutes !== undefined && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= 10_080)) {
    throw new UsageError(callbackText('badMinutes', { given: min ?? '' }));
  }
  const who = oneLine(values.as ?? userInfo().username);
  return { words: positionals, group, all, note, minutes, who };
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

async function list(desk: CallbackDesk, { group, all }: Given): Promise<void> {
  const actor = commandLineActor();
  const read = (after?: string) =>
    listCallbacks(
      desk,
      actor,
      all ? { group, which: 'recent', limit: SHOWN } : { group, which: 'live', after },
    );
  let shown = 0;
  let items = await read();
  while (items.length > 0) {
    for (const item of items) console.log(itemText(item));
    shown += items.length;
    if (all || items.length < MOST) break;
    items = await read(items.at(-1)?.id);
  }
  if (shown === 0) console.log(callbackText(all ? 'none' : 'nobody'));
}

/** Finds an item by its id or the beginning of it. Errors: CommandError. */
async function found({ callbacks }: CallbackDesk, id: string | undefined): Promise<CallbackItem> {
  if (id === undefined) throw new UsageError(callbackText('usage'));
  const exact = await callbacks.get(id);
  if (exact !== undefined) return exact;
  const [item, another] = id === '' ? [] : await callbacks.beginningWith(id, 2);
  if (item !== undefined && another === undefined) return item;
  throw new CommandError(callbackText(item === undefined ? 'noItem' : 'several', { id }));
}

async function act(desk: CallbackDesk, { words, minutes, note }: Given): Promise<DeskResult> {
  const [command, beginning, ...rest] = words;
  const { id, taken } = await found(desk, beginning);
  const [actor, now] = [commandLineActor(), DateTime.now()];
  switch (command) {
    case 'take':
      return takeCallback(desk, actor, id, now, minutes);
    case 'give-back':
      if (taken === null) throw new CommandError(callbackText('notHad'));
      return giveBackCallback(desk, actor, id);
    case 'done':
      return finishCallback(desk, actor, id, { note, now });
    case 'note':
      return noteCallback(desk, actor, id, rest.join(' '));
    case undefined:
    default:
      throw new UsageError(callbackText('usage'));
  }
}

/** Prints a success. Errors: CommandError for everything else. */
function tell(command: string, result: DeskResult): void {
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
    case 'unknown':
      throw new CommandError(callbackText('gone'));
  }
}

await runCommand(callbackText('usage'), async (args) => {
  const given = read(args);
  const [command = ''] = given.words;
  if (!COMMANDS.includes(command)) throw new UsageError(callbackText('usage'));
  await withStore(async (store) => {
    const desk = await deskOf(store, given.who);
    if (command === 'list') await list(desk, given);
    else tell(command, await act(desk, given));
  });
});
