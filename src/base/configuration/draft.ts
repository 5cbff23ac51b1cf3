/**
 * A configuration that may be partly broken, read leniently: values of the expected form are found, the rest is
 * skipped. So references are checked even when there are other faults, and all faults are reported at once. Pure.
 */
import type { Path } from './faults.js';

/** A value and where it is. */
export class Node {
  constructor(
    readonly value: unknown,
    readonly path: Path = [],
  ) {}

  at(key: string): Node {
    const { value } = this;
    const there = typeof value === 'object' && value !== null && !Array.isArray(value);
    const found = there && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
    return new Node(found, [...this.path, key]);
  }

  items(key: string): Node[] {
    return this.at(key).rows();
  }

  /** The rows of a list; empty for anything else. */
  rows(): Node[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((item: unknown, index) => new Node(item, [...this.path, index]));
  }

  /** Ids and numbers may be written with or without quotes. */
  get text(): string | undefined {
    const { value } = this;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  }
}

/** Every destination of a group. */
export function destinationsOf(group: Node): Node[] {
  return [
    group.at('anonymous').at('divert'),
    ...group.items('rules').map((rule) => rule.at('to')),
    group.at('final'),
  ];
}

export function membersOf(group: Node): Node[] {
  return group.items('stages').flatMap((stage) => stage.items('members'));
}

/** Phone numbers in a user or a group that somebody may ring. */
export function dialledIn(list: 'users' | 'groups', entry: Node): Node[] {
  const places = list === 'users' ? [entry.at('mobile')] : [...membersOf(entry), ...destinationsOf(entry)];
  const key = list === 'users' ? 'number' : 'external';
  return places.map((place) => place.at(key)).filter((node) => node.text !== undefined);
}
