/** The events that a listener wants from a whole FreeSWITCH, and the commands that ask for them. Pure. */
import { eventCommand, filterCommand, presenceFilterCommand, type WireCommand } from './commands.js';
import type { EslMessage } from './message-decoder.js';

export interface EventSubscription {
  /** Names such as `CHANNEL_ANSWER`, or with `::` the subclasses of CUSTOM such as `sofia::register`. */
  readonly events: readonly string[];
  /**
   * Only events with this header; with `value`, only those where it has this value (case-insensitive). FreeSWITCH
   * itself drops the others. Undefined: all of `events`.
   */
  readonly only?: { readonly header: string; readonly value?: string } | undefined;
}

/**
 * The commands for everything that the listeners of one connection want, to be sent in this order: filters first,
 * so that no unwanted event arrives.
 *
 * Filters apply to the whole connection and add up. A listener without a filter therefore gets one by the event's
 * name; otherwise another listener's filter would hide its events.
 *
 * @throws EslUnsafeCommandError when a name is not plain.
 */
export function subscriptionCommands(subscriptions: readonly EventSubscription[]): WireCommand[] {
  const filters = new Set(subscriptions.flatMap(filtersOf));
  const names = new Set(subscriptions.flatMap(({ events }) => events));
  const plain = [...names].filter((name) => !isSubclass(name));
  const subclasses = [...names].filter(isSubclass);
  // After CUSTOM every word is a subclass.
  const words = [...plain, ...(subclasses.length === 0 ? [] : ['CUSTOM', ...subclasses])];
  return words.length === 0 ? [] : [...filters, eventCommand(words)];
}

function filtersOf({ events, only }: EventSubscription): WireCommand[] {
  if (only !== undefined) {
    const { header, value } = only;
    return [value === undefined ? presenceFilterCommand(header) : filterCommand(header, value)];
  }
  return events.map((name) => filterCommand('Event-Name', isSubclass(name) ? 'CUSTOM' : name));
}

/** Whether this listener wants the event, which another listener's filter may have let through. */
export function isWanted({ events, only }: EventSubscription, event: EslMessage): boolean {
  const name = event.eventName === 'CUSTOM' ? event.headers.get('Event-Subclass') : event.eventName;
  if (name === undefined || !events.includes(name)) return false;
  if (only === undefined) return true;
  const found = event.headers.get(only.header);
  return (
    found !== undefined && (only.value === undefined || found.toLowerCase() === only.value.toLowerCase())
  );
}

function isSubclass(name: string): boolean {
  return name.includes('::');
}
