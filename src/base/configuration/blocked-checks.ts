/** Blocked numbers that must not be blocked: emergency numbers, half a country, the house's own. Pure. */
import { readBlocked } from './blocked.js';
import type { Node } from './draft.js';
import { fault, type Fault } from './faults.js';
import { e164Of } from './phone-number.js';
import type { Configuration } from './schema.js';

/** Names by number: extensions and groups as they are dialled, mobiles and public numbers as E.164. */
export type OwnNumbers = ReadonlyMap<string, string>;

export function ownNumbers(root: Node, country: string): OwnNumbers {
  const own = new Map<string, string>();
  const add = (number: string | undefined, name: string) => {
    if (number !== undefined && number !== '') own.set(number, name);
  };
  for (const user of root.items('users')) {
    const name = user.at('name').text ?? '';
    add(user.at('extension').text, name);
    add(e164Of(user.at('mobile').at('number').text ?? '', country), name);
  }
  for (const group of root.items('groups')) {
    const name = group.at('name').text ?? '';
    add(group.at('number').text, name);
    add(e164Of(group.at('publicNumber').text ?? '', country), name);
  }
  return own;
}

/** @param part the settings or a group */
export function blockedFaults(part: Node, country: string, own: OwnNumbers): Fault[] {
  return part.items('blocked').flatMap(({ path, text, value }) => {
    if (text === undefined) return [];
    const plain = text.split('=')[0]?.trim() ?? '';
    const whose = own.get(plain);
    if (whose !== undefined) return [fault(path, value, ofHouse(whose))];
    const read = readBlocked(text, country);
    if ('fault' in read) return [fault(path, value, read.fault)];
    const name = read.isBeginning ? undefined : (own.get(read.e164 ?? read.number) ?? own.get(read.number));
    return name === undefined ? [] : [fault(path, value, ofHouse(name))];
  });
}

const ofHouse = (name: string): string => `is the number of ${name}, who belongs to the house`;

/** Beginnings that the house's own numbers have, too: allowed, and hardly meant. For a checked configuration. */
export function blockedWarnings(root: Node, { settings, groups }: Configuration): Fault[] {
  const { country } = settings;
  const own = ownNumbers(root, country);
  const parts = [settings.blocked, ...groups.map(({ blocked }) => blocked)];
  if (parts.every((blocked) => blocked.length === 0)) return [];
  const nodes = [root.at('settings'), ...root.items('groups')].flatMap((part) => part.items('blocked'));
  return nodes.flatMap(({ path, text, value }) => {
    const read = readBlocked(text ?? '', country);
    if ('fault' in read || !read.isBeginning || read.e164 === undefined) return [];
    const { e164 } = read;
    const names = [...own].filter(([number]) => number.startsWith(e164)).map(([, name]) => name);
    return names.length === 0
      ? []
      : [fault(path, value, `blocks ${names.slice(0, 3).join(', ')} of the house too`)];
  });
}
