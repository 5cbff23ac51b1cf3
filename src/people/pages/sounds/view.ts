/** What the page of the sounds shows. Pure. */
import type { Configuration } from '../../../base/configuration/schema.js';
import type { SoundUse } from '../../../base/configuration/sound-uses.js';
import { BASE_WORDS } from '../../../base/words/words.js';
import { remarksOf, SOUND_FOLDER, type SoundFacts } from '../../../base/model/sound.js';
import { timesOf } from '../../../base/model/times.js';
import { MOST_SEC, MOST_UPLOADED } from '../../../base/sounds/limits.js';
import type { SoundRefused } from '../../../base/sounds/refused.js';
import type { ListedSound, SoundHouse } from '../../operations/sounds.js';
import { fill, type Language } from '../language.js';
import type { LinkedPlace, PlaceLink } from '../part-forms.js';
import { soundTexts } from '../../words/words.js';

export interface SoundReader {
  readonly lang: Language;
  readonly timezone: string;
  readonly placeLink: PlaceLink;
  readonly mayWrite: boolean;
}

/** How many names of a FreeSWITCH are shown; whoever has more looks for one. */
const SHOWN = 100;

export function soundsView(
  house: SoundHouse,
  { folder, trouble, wanted }: { folder: string; trouble: string | undefined; wanted: string },
  reader: SoundReader,
) {
  const t = soundTexts[reader.lang];
  const all = [...new Set(house.switches.flatMap(({ sounds }) => sounds ?? []))].toSorted();
  const found = all.filter((name) => name.includes(wanted));
  const brought = house.brought.map((one) => broughtView(one, house.configuration, reader));
  const spoken = brought.filter(({ name }) => isSpoken(name));
  return {
    mayWrite: reader.mayWrite,
    fileHint: fill(t.fileHint, { most: MOST_UPLOADED / 1024 / 1024, min: MOST_SEC / 60 }),
    trouble: trouble === undefined ? null : fill(t.trouble, { folder, reason: trouble }),
    lacked: lackedViews(house, folder, reader.lang),
    missing: missingViews(house, reader),
    uploaded: house.uploaded.map((sound) => uploadedView(sound, house.configuration, reader)),
    brought: brought.filter(({ name }) => !isSpoken(name)),
    spoken,
    spokenCount: t.spoken(spoken.length),
    wanted,
    count:
      found.length > SHOWN ? fill(t.foundFirst, { most: SHOWN, count: found.length }) : t.found(found.length),
    found: found.slice(0, SHOWN).map((name) => ({
      name,
      uses: usesView(house.usesOf(name), house.configuration, reader),
    })),
    notes: switchNotes(house, reader.lang),
  };
}

export type SoundsView = ReturnType<typeof soundsView>;

/** Words and digits that codes and prompts are put together of; there are a hundred. */
const isSpoken = (name: string): boolean => /^(?:codes\/|digit-)/.test(name);

function broughtView(
  { name, facts, uses }: SoundHouse['brought'][number],
  configuration: Configuration,
  reader: SoundReader,
) {
  return {
    name,
    listen: `/sounds/brought/sound?name=${encodeURIComponent(name)}`,
    label: fill(soundTexts[reader.lang].listen, { name }),
    ...factsView(facts, reader.lang),
    uses: usesView(uses, configuration, reader),
  };
}

function uploadedView(sound: ListedSound, configuration: Configuration, reader: SoundReader) {
  const { lang, timezone } = reader;
  const t = soundTexts[lang];
  const base = `/sounds/${encodeURIComponent(sound.name)}`;
  return {
    name: sound.configured,
    listen: `${base}/sound`,
    download: `${base}/sound?download=1`,
    label: fill(t.listen, { name: sound.configured }),
    by: fill(t.byAt, { who: sound.addedBy, at: timesOf(lang, timezone).exact(sound.addedAt) }),
    ...factsView(sound, lang),
    uses: usesView(sound.uses, configuration, reader),
    lacks: sound.lackedBy.length === 0 ? null : fill(t.lacks, { names: sound.lackedBy.join(', ') }),
    removePath: reader.mayWrite ? `${base}/remove` : null,
  };
}

export interface FactsView {
  readonly length: string;
  readonly level: string;
  readonly remarks: readonly { readonly text: string; readonly hint: string }[];
}

/** Undefined: nobody has looked at it. */
export function factsView(facts: SoundFacts | undefined, lang: Language): FactsView {
  const t = soundTexts[lang];
  if (facts === undefined) return { length: '–', level: '–', remarks: [] };
  const decibel = new Intl.NumberFormat(BASE_WORDS[lang].locale, { maximumFractionDigits: 1 });
  return {
    length: lengthText(facts.lengthMs),
    level: fill(t.levelText, {
      loudness: decibel.format(facts.loudnessDb),
      peak: decibel.format(facts.peakDb),
    }),
    remarks: remarksOf(facts).map((one) => ({ text: t.remark[one], hint: t.remarkHint[one] })),
  };
}

/** `0:04`; what is shorter than a second is one. */
export function lengthText(lengthMs: number): string {
  const sec = Math.max(1, Math.round(lengthMs / 1000));
  return `${Math.floor(sec / 60)}:${String(sec % 60).padStart(2, '0')}`;
}

export interface UsesView {
  readonly places: readonly LinkedPlace[];
  /** How many places are not shown; null: all are. */
  readonly more: string | null;
}

/** How many places of one sound are shown: thousands of groups may have the same ringback tone. */
const SHOWN_PLACES = 10;

export function usesView(
  uses: readonly SoundUse[],
  configuration: Configuration,
  { lang, placeLink }: Pick<SoundReader, 'lang' | 'placeLink'>,
): UsesView {
  const places = uses.slice(0, SHOWN_PLACES).flatMap((use) => placeLink(use, configuration, lang) ?? []);
  const more = uses.length - SHOWN_PLACES;
  return { places, more: more > 0 ? soundTexts[lang].morePlaces(more) : null };
}

/** A FreeSWITCH that has none of what is uploaded does not see the folder, and the command that mends that. */
function lackedViews({ uploaded, switches }: SoundHouse, folder: string, lang: Language) {
  if (uploaded.length === 0) return [];
  return switches
    .filter(
      ({ sounds }) => sounds !== undefined && !sounds.some((name) => name.startsWith(`${SOUND_FOLDER}/`)),
    )
    .map(({ freeswitch }) => ({
      text: fill(soundTexts[lang].lacked, { name: freeswitch, folder }),
      command: `ln -s ${folder} "$(fs_cli -x 'global_getvar sound_prefix')/${SOUND_FOLDER}"`,
    }));
}

/** Absolute names are not listed by a FreeSWITCH; the watch over what is needed asks for each. */
function missingViews({ uses, usesOf, switches, configuration }: SoundHouse, reader: SoundReader) {
  const known = switches.flatMap(({ sounds }) => (sounds === undefined ? [] : [new Set(sounds)]));
  if (known.length === 0) return [];
  const named = [...new Set(uses.map(({ file }) => file))];
  return named
    .filter((file) => !file.startsWith('/') && known.every((has) => !has.has(file)))
    .slice(0, SHOWN)
    .map((file) => ({ file, uses: usesView(usesOf(file), configuration, reader) }));
}

function switchNotes({ switches }: SoundHouse, lang: Language): readonly string[] {
  const t = soundTexts[lang];
  if (switches.length === 0) return [t.noSwitch];
  return switches.flatMap(({ freeswitch: name, sounds }) => {
    if (sounds === undefined) return [fill(t.notAsked, { name })];
    return sounds.length === 0 ? [fill(t.noSounds, { name })] : [];
  });
}

/** Why a file did not become a sound, in words. */
export function refusedText({ why, values }: SoundRefused, lang: Language): string {
  return fill(soundTexts[lang].refused[why], values);
}
