/** `npm run callbacks -- …`: the call-back list on the command line. */
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { oneLine } from '../src/afterwards/mail/one-line.js';
import { noteCallbackChange, type CallbackEvent } from '../src/afterwards/missed/audit-entry.js';
import type { CallbackItem } from '../src/base/model/callback-item.js';
import type { Store } from '../src/base/store/connection.js';
import { callbackText, itemText, stateText } from './callback-words.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError, endWith, UsageError } from './command-error.js';
import { withStore } from './script-database.js';

const USAGE = `Usage: npm run callbacks -- COMMAND
  list [--group 700] [--all]         who waits for a call back; --all: the last 50 items, ended ones too
  take ID [--as NAME] [--min 60]     you call back; the item is open again after so many minutes
  give-back ID                       open again
  done ID [--as NAME] [--note TEXT]  somebody has called back
  note ID TEXT                       set the note
ID is the item's number as "list" shows it; its first characters are enough.`;

const OPTIONS = {
  group: { type: 'string' },
  all: { type: 'boolean', default: false },
  as: { type: 'string' },
  min: { type: 'string', default: '60' },
  note: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** How many items `--all` shows. */
const SHOWN = 50;

/** Items that are read at once. */
const PAGE = 500;

interface Given {
  readonly words: readonly string[];
  readonly group: string | undefined;
  readonly all: boolean;
  readonly who: string;
  readonly minutes: number;
  readonly note: string | undefined;
  readonly help: boolean;
}

function read(args: readonly string[]): Given {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const minutes = Number(values.min);
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > 10_080) {
      throw new UsageError(`--min ${values.min}: must be a whole number of minutes from 1 to 10080`);
    }
    const { group, all, note, help } = values;
    return {
      words: positionals,
      group,
      all,
      note,
      help,
      minutes,
      who: oneLine(values.as ?? userInfo().username),
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

async function list({ callbacks }: Store, { group, all }: Given): Promise<void> {
  let shown = 0;
  let items = all ? await callbacks.recent(SHOWN, group) : await callbacks.live(group, { limit: PAGE });
  while (items.length > 0) {
    for (const item of items) console.log(itemText(item));
    shown += items.length;
    if (all) break;
    items = await callbacks.live(group, { limit: PAGE, after: items.at(-1) });
  }
  if (shown === 0) console.log(callbackText(all ? 'none' : 'nobody'));
}

async function found({ callbacks }: Store, id: string | undefined): Promise<CallbackItem> {
  if (id === undefined) throw new UsageError(USAGE);
  const exact = await callbacks.get(id);
  if (exact !== undefined) return exact;
  const [item, another] = id === '' ? [] : await callbacks.beginningWith(id, 2);
  if (item !== undefined && another === undefined) return item;
  throw new CommandError(callbackText(item === undefined ? 'noItem' : 'several', { id }));
}

async function act(store: Store, given: Given): Promise<void> {
  const [command = '', beginning, ...rest] = given.words;
  const before = await found(store, beginning);
  const { id } = before;
  const at = new Date();
  const { callbacks } = store;
  const acting = { id, who: given.who, at };
  const note = async (event: CallbackEvent) => {
    const after = await callbacks.get(id);
    if (after !== undefined)
      await noteCallbackChange(commandLineAudit(store), thisUser(), event, { before, after });
  };
  switch (command) {
    case 'take': {
      const until = new Date(at.getTime() + given.minutes * 60_000);
      const result = await callbacks.take({ ...acting, until });
      if (result.kind !== 'taken' && result.kind !== 'unknown')
        throw new CommandError(callbackText('notTaken', { state: stateText(result.item) }));
      await note('callbackTaken');
      break;
    }
    case 'give-back':
      if ((await callbacks.giveBack(id)) === undefined) throw new CommandError(callbackText('notHad'));
      await note('callbackGivenBack');
      break;
    case 'done': {
      const result = await callbacks.done({ ...acting, note: given.note });
      if (result.kind === 'ended')
        throw new CommandError(callbackText('ended', { state: stateText(result.item) }));
      await note('callbackDone');
      break;
    }
    case 'note':
      await callbacks.note(id, oneLine(rest.join(' ')));
      await note('callbackNoted');
      break;
    default:
      throw new UsageError(USAGE);
  }
  const item = await callbacks.get(id);
  if (item !== undefined) console.log(itemText(item));
}

async function run(args: readonly string[]): Promise<void> {
  const given = read(args);
  if (given.help) {
    console.log(USAGE);
    return;
  }
  const [command] = given.words;
  if (command === undefined || !['list', 'take', 'give-back', 'done', 'note'].includes(command)) {
    throw new UsageError(USAGE);
  }
  await withStore((store) => (command === 'list' ? list(store, given) : act(store, given)));
}

run(process.argv.slice(2)).catch(endWith);
