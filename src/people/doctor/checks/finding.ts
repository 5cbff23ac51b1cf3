/** What a check says. It names a sentence of words/ and what fills it, so that every language can say it. Pure. */
import type { MissingNeed } from '../../../base/model/need.js';
import type { PeopleWords } from '../../words/people-words.js';

/** `skipped`: could not be looked at; the sentence says why. */
export type FindingState = 'ok' | 'warning' | 'fault' | 'skipped';

export type CheckName = keyof PeopleWords['doctor']['checks'];
export type Said = keyof PeopleWords['doctor']['said'];

export interface Finding {
  readonly check: CheckName;
  readonly state: FindingState;
  readonly said: Said;
  /** What fills the sentence; `reason` is a technical text of the system, FreeSWITCH or a server; `free` and `size` are bytes. */
  readonly values: Readonly<Record<string, string | number>>;
  /** `host:port` of the FreeSWITCH that it is about; undefined: none in particular. */
  readonly freeswitch?: string;
  /** What a FreeSWITCH lacks, which has sentences of its own. */
  readonly missing?: readonly [MissingNeed, ...MissingNeed[]];
}

type Values = Finding['values'];

/** Makes the findings of one check. */
export function findings(check: CheckName, freeswitch?: string) {
  const about = freeswitch === undefined ? {} : { freeswitch };
  const make =
    (state: FindingState) =>
    (said: Said, values: Values = {}): Finding => ({ check, state, said, values, ...about });
  return { ok: make('ok'), warning: make('warning'), fault: make('fault'), skipped: make('skipped') };
}

/** Names in one line: the first five, and how many more there are. */
export function someOf(names: readonly string[]): string {
  const most = 5;
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} (+${rest})` : names.join(', ');
}
