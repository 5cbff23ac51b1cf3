/** Who rang, who answered, and which phones could not be reached: counted over the legs of one group's day. Pure. */
import type { RecordedAnswer, RecordedLeg } from '../../base/model/call-record.js';
import type { PersonFigures } from '../../base/model/day-figures.js';

/** The fields of a leg that are read. */
export const COUNTED_FIELDS = ['group', 'stage', 'who', 'userId', 'kind', 'to', 'rangAt', 'outcome'] as const;

export type CountedLeg = Pick<RecordedLeg, (typeof COUNTED_FIELDS)[number]>;

export interface PersonTotal {
  readonly who: string;
  /** Counts calls, not phones: a desk phone and a mobile that ring for one call count once. */
  readonly rung: number;
  readonly answered: number;
  readonly talkingSec: number;
}

/** A phone that the day's callers could not reach although the group rang it. */
export type PhoneWarning =
  /** A desk phone that was not registered at any of its `times` calls. */
  | { readonly kind: 'notRegistered'; readonly who: string; readonly to: string; readonly times: number }
  /** A phone outside that picked up `times` times, never pressed 1 and never talked to a caller. */
  | {
      readonly kind: 'notConfirmed';
      readonly who: string;
      readonly to: string;
      readonly phone: 'mobile' | 'external';
      readonly times: number;
    };

/** A mobile's voicemail may pick up once by chance; twice is a pattern. */
const NOT_CONFIRMED_FROM = 2;

/** A user is one person with all their phones; a phone that belongs to nobody counts by itself. */
function personKey({ userId, kind, to }: Pick<RecordedAnswer, 'userId' | 'kind' | 'to'>): string {
  return userId === null ? `${kind} ${to}` : `user ${userId}`;
}

interface Person {
  who: string;
  rung: number;
  answered: number;
  talkingSec: number;
}

/** Figures per person; only made where the group allows them. */
export class PeopleTally {
  readonly #people = new Map<string, Person>();

  addRung(legs: readonly CountedLeg[]): void {
    const counted = new Set<string>();
    for (const leg of legs) {
      const key = personKey(leg);
      if (!hasRung(leg) || counted.has(key)) continue;
      counted.add(key);
      this.#person(key, leg.who).rung += 1;
    }
  }

  addAnswer(by: RecordedAnswer, talkingSec: number): void {
    const person = this.#person(personKey(by), by.who);
    person.answered += 1;
    person.talkingSec += talkingSec;
  }

  /** Those who answered most come first. */
  result(): readonly PersonTotal[] {
    return [...this.#people.values()]
      .map((person) => ({ ...person }))
      .sort((a, b) => b.answered - a.answered || b.rung - a.rung || (a.who < b.who ? -1 : 1));
  }

  /** The same, each with what tells two of one name apart. */
  figures(): readonly PersonFigures[] {
    return [...this.#people].map(([key, person]) => ({ key, ...person }));
  }

  #person(key: string, who: string): Person {
    const known = this.#people.get(key) ?? { who, rung: 0, answered: 0, talkingSec: 0 };
    this.#people.set(key, known);
    return known;
  }
}

/** The phone reported ringing, or somebody picked up. A phone that was busy or not registered did not ring. */
function hasRung({ rangAt, outcome }: CountedLeg): boolean {
  return rangAt !== null || outcome === 'answered' || outcome === 'notConfirmed';
}

interface Phone {
  readonly who: string;
  readonly kind: RecordedLeg['kind'];
  readonly to: string;
  calls: number;
  notRegistered: number;
  notConfirmed: number;
  answered: number;
}

/** Counts by phone for the warnings, and how many people each stage rang. */
export class PhoneTally {
  readonly #phones = new Map<string, Phone>();
  readonly #stages = new Map<number, Set<string>>();

  add(legs: readonly CountedLeg[]): void {
    for (const leg of legs) {
      const phone = this.#phone(leg);
      phone.calls += 1;
      if (leg.outcome === 'notRegistered') phone.notRegistered += 1;
      if (leg.outcome === 'notConfirmed') phone.notConfirmed += 1;
      if (leg.outcome === 'answered') phone.answered += 1;
      if (leg.stage !== null) this.#stage(leg.stage).add(personKey(leg));
    }
  }

  /** How many different people the stage rang during the day. */
  personsIn(stage: number): number {
    return this.#stages.get(stage)?.size ?? 0;
  }

  warnings(): readonly PhoneWarning[] {
    return [...this.#phones.values()].flatMap(warningsOf).sort((a, b) => (a.to < b.to ? -1 : 1));
  }

  #phone({ who, kind, to }: CountedLeg): Phone {
    const key = `${kind} ${to}`;
    const known = this.#phones.get(key);
    if (known !== undefined) return known;
    const phone = { who, kind, to, calls: 0, notRegistered: 0, notConfirmed: 0, answered: 0 };
    this.#phones.set(key, phone);
    return phone;
  }

  #stage(stage: number): Set<string> {
    const known = this.#stages.get(stage) ?? new Set<string>();
    this.#stages.set(stage, known);
    return known;
  }
}

function warningsOf({ who, kind, to, ...counts }: Phone): readonly PhoneWarning[] {
  if (kind === 'desk') {
    const never = counts.notRegistered === counts.calls;
    return never ? [{ kind: 'notRegistered', who, to, times: counts.calls }] : [];
  }
  if (counts.answered > 0 || counts.notConfirmed < NOT_CONFIRMED_FROM) return [];
  return [{ kind: 'notConfirmed', who, to, phone: kind, times: counts.notConfirmed }];
}
