/** Blocks a number with a click, for one group or for all, and takes it back. What pages and interface do. */
import { readBlocked } from '../../base/configuration/blocked.js';
import type { GroupContent, SettingsContent } from '../../base/configuration/schema.js';
import type { Origin } from '../../base/model/origin.js';
import type { ConfigurationEditor } from './configuration-editor.js';
import type { EditResult } from './edit-result.js';

export interface BlockOrder {
  /** As the call showed it, or as somebody typed it; with `*` behind it for all that begin so. */
  readonly number: string;
  /** A group's number; undefined: all groups. */
  readonly group: string | undefined;
  /** May be empty. */
  readonly reason: string;
  readonly who: string;
  readonly origin: Origin;
  readonly at: Date;
}

export type BlockResult = EditResult | { readonly kind: 'blockedAlready' };

/**
 * One revision and one audit entry, so that it is in the history and can be taken back. Nothing is saved that the checks refuse:
 * emergency numbers and those of the house. Errors: the database's.
 */
export async function blockNumber(editor: ConfigurationEditor, order: BlockOrder): Promise<BlockResult> {
  const { number } = order;
  const { configuration } = await editor.configuration();
  const { country } = configuration.settings;
  // What stands behind `=` is the reason, in one line of the form.
  const reason = order.reason.replaceAll(/\s+/g, ' ').trim().slice(0, 150);
  const entry = reason === '' ? number.trim() : `${number.trim()} = ${reason}`;
  return await changeBlocked(editor, order, (blocked) =>
    blocked.some((one) => isSame(one, number, country)) ? undefined : [...blocked, entry],
  );
}

/** @param order whose number is the whole entry, as it is listed. `blockedAlready`: it is not blocked any more. */
export async function unblockNumber(
  editor: ConfigurationEditor,
  order: Omit<BlockOrder, 'reason'>,
): Promise<BlockResult> {
  return await changeBlocked(editor, order, (blocked) =>
    blocked.includes(order.number) ? blocked.filter((one) => one !== order.number) : undefined,
  );
}

const ATTEMPTS = 5;

/** @param change undefined: it is so already. */
async function changeBlocked(
  editor: ConfigurationEditor,
  { group, who, origin, at }: Omit<BlockOrder, 'number' | 'reason'>,
  change: (blocked: readonly string[]) => readonly string[] | undefined,
): Promise<BlockResult> {
  const name =
    group === undefined ? ({ kind: 'settings', id: '' } as const) : ({ kind: 'group', id: group } as const);
  for (let attempt = 1; ; attempt += 1) {
    const part = await editor.part(name);
    if (part === undefined) return { kind: 'unknown' };
    const content = part.content as SettingsContent | GroupContent;
    const blocked = change(content.blocked);
    if (blocked === undefined) return { kind: 'blockedAlready' };
    const edit = { ...name, etag: part.etag, content: { ...content, blocked }, merge: true, who, origin, at };
    const result = await editor.save(edit);
    // Somebody has changed the list at the same moment: the same change is made to what it is now.
    if (result.kind !== 'conflict' || attempt === ATTEMPTS) return result;
  }
}

function isSame(entry: string, number: string, country: string): boolean {
  const [one, other] = [readBlocked(entry, country), readBlocked(number, country)];
  if ('fault' in one || 'fault' in other) return false;
  return one.isBeginning === other.isBeginning && (one.e164 ?? one.number) === (other.e164 ?? other.number);
}
