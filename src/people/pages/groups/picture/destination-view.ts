/** Where a call goes, in the picture: what it is, by name, and the way to a group's own picture. Pure. */
import type { Destination, Snapshot } from '../../../../base/model/snapshot.js';
import { numberText } from '../../../../afterwards/mail/number-text.js';
import { userWithExtension } from '../../../../calls/routing/away.js';
import { causeText } from '../../../../calls/words/words.js';
import type { Icon } from '../../icons.js';
import { fill, type Language } from '../../language.js';
import { destinationTexts, pictureTexts } from '../../../words/words.js';

export interface DestinationView {
  readonly kind: Destination['kind'];
  readonly drawing: Icon;
  /** `Announcement` */
  readonly word: string;
  /** `closed-de.wav`, `Support (701)` */
  readonly value: string;
  /** Of another group; null: it is none. */
  readonly href: string | null;
  /** `for 60 s`; null: it does not ring. */
  readonly rings: string | null;
}

const DRAWINGS: Readonly<Record<Destination['kind'], Icon>> = {
  extension: 'phone',
  external: 'phone-outgoing',
  group: 'users-group',
  voicemail: 'microphone',
  announcement: 'speakerphone',
  hangup: 'phone-off',
};

type Known = Pick<Snapshot, 'users' | 'groups'>;

export function destinationView(to: Destination, known: Known, lang: Language): DestinationView {
  const rings = 'ringSec' in to ? fill(pictureTexts[lang].forSec, { sec: to.ringSec }) : null;
  const href = to.kind === 'group' ? `/groups/${encodeURIComponent(to.group)}` : null;
  return {
    kind: to.kind,
    drawing: DRAWINGS[to.kind],
    word: destinationTexts[lang][to.kind],
    value: valueOf(to, known, lang),
    href,
    rings,
  };
}

function valueOf(to: Destination, known: Known, lang: Language): string {
  switch (to.kind) {
    case 'extension':
      return named(userWithExtension(known, to.extension)?.name, to.extension);
    case 'external':
      return to.number.kind === 'allowed' ? numberText(to.number.e164) : to.number.given;
    case 'group':
      return named(known.groups.get(to.group)?.name, to.group);
    case 'voicemail':
      return named(userWithExtension(known, to.box)?.name, to.box);
    case 'announcement':
      return to.file;
    case 'hangup':
      return causeText(to.cause, lang);
  }
}

function named(name: string | undefined, number: string): string {
  return name === undefined ? number : `${name} (${number})`;
}
