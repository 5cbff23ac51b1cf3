/** What surrounds every page: menu, counts, account, languages, the way to the help. */
import type { Request, Response } from 'express';
import type { Actor } from '../access/permissions.js';
import type { StoredLogo } from '../../base/model/logo.js';
import type { Fresh } from '../operations/fresh.js';
import { waitingFor, type WaitingCounts } from '../operations/waiting.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import { LANGUAGES } from '../../base/model/language.js';
import { BASE_WORDS } from '../../base/words/words.js';
import { formToken } from './form-token.js';
import { addressOf, placeOf } from './help/chapter-of-page.js';
import type { Help } from './help/documents.js';
import { houseView } from './house.js';
import { fill, type Language } from './language.js';
import { navigation } from './navigation.js';
import { commonTexts } from '../words/words.js';

export interface FrameParts {
  readonly help: Help;
  readonly waiting: WaitingCounts;
  readonly logo: Fresh<StoredLogo | undefined>;
  readonly snapshot: () => Snapshot | undefined;
  /** The account has lost its user and its pages are empty; each page says why. */
  readonly hasLostUser: (actor: Actor) => boolean;
}

export function frameOf(
  { help, waiting, logo, snapshot, hasLostUser }: FrameParts,
  request: Request,
  response: Response,
  { lang, visitor }: { readonly lang: Language; readonly visitor: Actor | undefined },
) {
  const counts = visitor === undefined ? undefined : waitingFor(visitor, waiting.known, snapshot());
  return {
    lang,
    c: commonTexts[lang],
    house: houseView(snapshot(), logo.known, lang),
    csrf: formToken(request, response),
    ...navigation(request.path, lang, visitor, counts),
    help: visitor === undefined ? null : addressOf(help, placeOf(request.path), lang),
    visitor: visitor === undefined ? null : { name: visitor.name },
    lostUser: visitor !== undefined && hasLostUser(visitor) ? lostUserText(visitor, lang) : null,
    here: request.url,
    languages: LANGUAGES.filter((one) => one !== lang).map((code) => ({
      code,
      name: BASE_WORDS[code].name,
    })),
  };
}

function lostUserText({ userId }: Actor, lang: Language): string {
  const { lostUser, neverUser } = commonTexts[lang];
  return userId === undefined ? neverUser : fill(lostUser, { user: userId });
}
