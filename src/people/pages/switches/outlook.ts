/**
 * A switch in one line, the same on every page and on the command line: on or off, why, until when, and what follows.
 */
import type { DateTime } from 'luxon';
import type { Switch } from '../../../base/model/snapshot.js';
import { nextFactOf, readSwitch } from '../../../calls/routing/switch-reading.js';
import type { Language } from '../language.js';
import { switchNextText, switchWhyText } from '../../../calls/words/words.js';
import { outlookTexts } from '../../words/words.js';

export interface SwitchReader {
  readonly lang: Language;
  readonly timezone: string;
  readonly now: DateTime;
}

export interface SwitchView {
  readonly id: string;
  readonly name: string;
  readonly on: boolean;
  /** `on` in the reader's language. */
  readonly state: string;
  /** `inside 18:00-08:00`; for an override, only that it is one. */
  readonly why: string;
  readonly overridden: boolean;
  /** `until 26 Nov 2026, 08:00, then on`, in the reader's time zone. */
  readonly until: string;
}

export function switchView(one: Switch, { lang, timezone, now }: SwitchReader): SwitchView {
  const { on, why, overridden, next } = readSwitch(one, now);
  const t = outlookTexts[lang];
  return {
    id: one.id,
    name: one.name,
    on,
    overridden,
    state: on ? t.on : t.off,
    why: switchWhyText(why, lang),
    until: switchNextText(nextFactOf(next, timezone), lang),
  };
}

/** `on: inside 18:00-08:00, until 26 Nov 2026, 08:00, then off` */
export function switchLine(one: Switch, reader: SwitchReader): string {
  const { state, why, until } = switchView(one, reader);
  return `${state}: ${why}, ${until}`;
}
