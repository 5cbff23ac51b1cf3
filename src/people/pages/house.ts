/** The house's own name and logo, as the frame of pages shows them. */
import type { StoredLogo } from '../../base/model/logo.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import { logoTexts } from '../words/words.js';
import type { Language } from './language.js';

export interface HouseView {
  /** It has a name or a logo. */
  readonly isSet: boolean;
  /** Null: the house has not said it. */
  readonly name: string | null;
  readonly logo: {
    readonly src: string;
    readonly width: number;
    readonly height: number;
    readonly alt: string;
  } | null;
}

/** How high frames show it, in CSS pixels; wide ones are less high. */
const SHOWN_HIGH = 36;
const SHOWN_WIDE = 96;

export function houseView(
  snapshot: Snapshot | undefined,
  logo: StoredLogo | undefined,
  lang: Language,
): HouseView {
  const name = snapshot?.settings.houseName ?? null;
  if (logo === undefined) return { isSet: name !== null, name, logo: null };
  const scale = Math.min(SHOWN_HIGH / logo.height, SHOWN_WIDE / logo.width);
  return {
    isSet: true,
    name,
    logo: {
      src: logoAddress(logo),
      width: Math.max(1, Math.round(logo.width * scale)),
      height: Math.max(1, Math.round(logo.height * scale)),
      // Beside the name it says nothing new.
      alt: name === null ? logoTexts[lang].alt : '',
    },
  };
}

export function logoAddress({ version }: Pick<StoredLogo, 'version'>): string {
  return `/logo/${version}`;
}
