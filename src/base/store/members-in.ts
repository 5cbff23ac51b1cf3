/** Who is in which group of a stored configuration, read without checking it: the store knows no schema. Pure. */
import { phoneOfUser, readPhoneAddress, type PhoneAddress } from '../model/phone-address.js';
import type { StoredAway } from './away-states.js';

/** Tells whether the configuration still has the user, and the user still is in the group. */
export function membersIn(content: unknown): (state: Pick<StoredAway, 'userId' | 'group'>) => boolean {
  const home = textIn(valueIn(content, 'settings'), 'domain') ?? '';
  const extensions = new Map(
    listIn(content, 'users').map((user) => {
      const [extension, domain] = [textIn(user, 'extension'), textIn(user, 'domain')];
      return [textIn(user, 'id'), phoneOfUser({ extension, domain }, home)];
    }),
  );
  const members = new Map<string | undefined, ReadonlySet<string>>(
    listIn(content, 'groups').map((group) => [textIn(group, 'number'), namesIn(group, home)]),
  );
  return ({ userId, group }) => {
    if (!extensions.has(userId)) return false;
    const names = group === null ? undefined : members.get(group);
    if (group === null || names === undefined) return group === null;
    const extension = extensions.get(userId);
    return names.has(userId) || (extension !== undefined && names.has(byNumber(extension)));
  };
}

/** No id of a user begins with a colon. */
const byNumber = (extension: PhoneAddress): string => `:${extension}`;

/** Its webhooks, by their ids, with their addresses. */
export function webhooksIn(content: unknown): ReadonlyMap<string, string | undefined> {
  return new Map(
    listIn(content, 'webhooks').flatMap((webhook) => {
      const id = textIn(webhook, 'id');
      return id === undefined ? [] : [[id, textIn(webhook, 'url')] as const];
    }),
  );
}

function namesIn(group: unknown, home: string): ReadonlySet<string> {
  const members = listIn(group, 'stages').flatMap((stage) => listIn(stage, 'members'));
  return new Set(
    members.flatMap((member) => {
      if (typeof member === 'string') return [member];
      const [user, extension] = [textIn(member, 'user'), textIn(member, 'extension')];
      return user ?? (extension === undefined ? [] : byNumber(readPhoneAddress(extension, home)));
    }),
  );
}

function valueIn(of: unknown, key: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, key)
    ? (of as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function listIn(of: unknown, key: string): readonly unknown[] {
  const value = valueIn(of, key);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function textIn(of: unknown, key: string): string | undefined {
  const value = valueIn(of, key);
  return typeof value === 'string' ? value : undefined;
}
