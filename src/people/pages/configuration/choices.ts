/** Choices for the pickers of the forms, from the configuration, the country or FreeSWITCH. Pure. */
import { getCountries } from 'libphonenumber-js';
import { PRESETS, SNOM_WORDS, melodyCount } from '../../../base/configuration/alert-info.js';
import { countryOfTone, TONES } from '../../../base/configuration/group-schema.js';
import { holidayCountries } from '../../../base/configuration/holidays.js';
import type { Configuration, GroupContent } from '../../../base/configuration/schema.js';
import type { Stock } from '../../../base/model/stock.js';
import type { Option } from '../forms/fields.js';
import type { SuggestionList } from '../forms/offers.js';
import type { Language } from '../language.js';
import { extensionOptions, userOptions } from './people-choices.js';
import { causeOptions } from './words.js';
import { choiceTexts } from '../../words/words.js';

/** The sound files shipped in freeswitch/. */
export const SHIPPED_SOUNDS = [
  'closed-de.wav',
  'closed-en.wav',
  'confirm-de.wav',
  'confirm-en.wav',
  'leave-message-de.wav',
  'leave-message-en.wav',
  'please-hold-de.wav',
] as const;

const ZONES: readonly Option[] = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])]
  .toSorted()
  .map((zone) => ({ value: zone, text: zone }));

/** All time zones. `optional`: the first choice is the time zone of the settings. */
export function zoneOptions(lang: Language, presence: 'required' | 'optional'): readonly Option[] {
  const none = { value: '', text: choiceTexts[lang].settingsZone };
  return presence === 'optional' ? [none, ...ZONES] : ZONES;
}

/** Countries whose phone numbers are supported: `DE`, `Germany`. */
export function phoneCountryOptions(lang: Language): readonly Option[] {
  return countryOptions(getCountries(), lang);
}

function countryOptions(codes: readonly string[], lang: Language): readonly Option[] {
  const names = new Intl.DisplayNames([lang], { type: 'region' });
  return sorted(
    codes.map((code) => ({ value: code, text: `${names.of(code) ?? code} (${code})` })),
    lang,
  );
}

/** Countries whose public holidays are supported, and "none". */
export function holidayCountryOptions(lang: Language): readonly Option[] {
  const none = { value: '', text: choiceTexts[lang].noHolidays };
  return [none, ...countryOptions(holidayCountries(), lang)];
}

function sorted(options: readonly Option[], lang: Language): readonly Option[] {
  return options.toSorted((one, other) => one.text.localeCompare(other.text, lang));
}

/** Choices for the destinations, members, recipients and sounds of a group. */
export function groupChoices(
  configuration: Configuration,
  lang: Language,
  stock: Stock,
): readonly SuggestionList[] {
  const { users, groups, settings } = configuration;
  const extensions = extensionOptions(users, settings.domain);
  const boxes = withUsed(extensions, destinations(configuration, 'voicemail'));
  return [
    { id: 'users', options: userOptions(users, settings.domain) },
    { id: 'extensions', options: withStock(extensions, stock.extensions, lang) },
    { id: 'boxes', options: withStock(boxes, stock.extensions, lang) },
    { id: 'group-numbers', options: groups.map(({ number, name }) => ({ value: number, text: name })) },
    { id: 'causes', options: causeOptions(lang) },
    { id: 'tones', options: toneOptions(lang) },
    { id: 'sounds', options: soundOptions(configuration, lang, stock) },
    { id: 'music', options: musicOptions(configuration, lang, stock) },
    { id: 'recipients', options: recipientOptions(configuration) },
    { id: 'melodies', options: melodyOptions() },
  ];
}

/** Choices for a switch: whose phones may turn it, and the sound of its name. */
export function switchChoices(
  configuration: Configuration,
  lang: Language,
  stock: Stock,
): readonly SuggestionList[] {
  return [
    { id: 'users', options: userOptions(configuration.users, configuration.settings.domain) },
    { id: 'sounds', options: soundOptions(configuration, lang, stock) },
  ];
}

/** Choices for the settings. */
export function settingsChoices(
  configuration: Configuration,
  lang: Language,
  stock: Stock,
): readonly SuggestionList[] {
  return [
    { id: 'sounds', options: soundOptions(configuration, lang, stock) },
    { id: 'number-countries', options: numberCountryOptions(lang) },
    { id: 'gateways', options: gatewayOptions(configuration, lang, stock) },
  ];
}

function gatewayOptions({ settings }: Configuration, lang: Language, { gateways }: Stock): readonly Option[] {
  const named = settings.gateway === undefined ? [] : [settings.gateway];
  return withStock(withUsed([], named), gateways, lang);
}

/** Sounds of FreeSWITCH and of the configuration; if FreeSWITCH's are not known, the files shipped in freeswitch/. */
function soundOptions(configuration: Configuration, lang: Language, { sounds }: Stock): readonly Option[] {
  const { groups, settings } = configuration;
  const named = withUsed(
    [],
    [
      ...(sounds.length === 0 ? SHIPPED_SOUNDS : []),
      ...(settings.confirmFile === undefined ? [] : [settings.confirmFile]),
      ...groups.flatMap(soundsOf),
      ...destinations(configuration, 'announcement'),
    ],
  );
  return withStock(named, sounds, lang);
}

/**
 * Marks the options that FreeSWITCH lacks, and adds those that only FreeSWITCH has. Does neither if its stock is not
 * known.
 */
function withStock(options: readonly Option[], stock: readonly string[], lang: Language): readonly Option[] {
  if (stock.length === 0) return options;
  const has = new Set(stock);
  const { lacks } = choiceTexts[lang];
  const marked = options.map(({ value, text }) =>
    has.has(value) ? { value, text } : { value, text: text === '' ? lacks : `${text}, ${lacks}` },
  );
  return withUsed(marked, stock);
}

/** Choices for a rule about external numbers: own country, European Union, single countries. */
function numberCountryOptions(lang: Language): readonly Option[] {
  const names = new Intl.DisplayNames([lang], { type: 'region' });
  return [
    { value: 'home', text: choiceTexts[lang].home },
    { value: 'EU', text: choiceTexts[lang].union },
    ...sorted(
      getCountries().map((code) => ({ value: code, text: names.of(code) ?? code })),
      lang,
    ),
  ];
}

function toneOptions(lang: Language): readonly Option[] {
  const names = new Intl.DisplayNames([lang], { type: 'region' });
  return TONES.map((tone) => ({
    value: tone,
    text: names.of(countryOfTone(tone)) ?? tone,
  }));
}

/** Users with a mail address, by id, and the addresses that reports and mails already go to. */
function recipientOptions({ users, groups }: Configuration): readonly Option[] {
  const known = users.flatMap(({ id, name, email }) =>
    email === undefined ? [] : [{ value: id, text: `${name}, ${email}` }],
  );
  const used = groups
    .flatMap(({ missed, report }) => [...(missed.mail?.to ?? []), ...(report?.to ?? [])])
    .map((one) => (typeof one === 'string' ? one : `${one.name} <${one.address}>`));
  return withUsed(known, used);
}

function melodyOptions(): readonly Option[] {
  const most = Math.max(...PRESETS.map(melodyCount));
  const numbers = Array.from({ length: most }, (_, index) => ({
    value: String(index + 1),
    text: PRESETS.filter((preset) => index < melodyCount(preset)).join(', '),
  }));
  return [...numbers, ...SNOM_WORDS.map((word) => ({ value: word, text: 'snom' }))];
}

function musicOptions({ groups }: Configuration, lang: Language, { music }: Stock): readonly Option[] {
  const named = [...(music.length === 0 ? ['moh'] : []), ...groups.flatMap(musicOf)];
  return withStock(withUsed([], named), music, lang);
}

function soundsOf({ ringback, greeting, recordingNotice }: GroupContent): readonly string[] {
  const files = [
    'file' in ringback ? ringback.file : undefined,
    greeting?.file,
    recordingNotice?.file,
    recordingNotice?.memberFile,
  ];
  return files.filter((file) => file !== undefined);
}

function musicOf({ ringback }: GroupContent): string[] {
  return 'music' in ringback ? [ringback.music] : [];
}

/** The values of this kind in all destinations. */
function destinations({ groups }: Configuration, kind: 'voicemail' | 'announcement'): string[] {
  return groups
    .flatMap(({ final, anonymous, rules }) => [
      final,
      ...rules.map(({ to }) => to),
      ...(typeof anonymous === 'string' ? [] : [anonymous.divert]),
    ])
    .flatMap((to) => {
      if (kind === 'voicemail') return 'voicemail' in to ? [to.voicemail] : [];
      return 'announcement' in to ? [to.announcement] : [];
    });
}

/** The options, plus each value in use that is not among them. */
function withUsed(options: readonly Option[], used: readonly string[]): readonly Option[] {
  const there = new Set(options.map(({ value }) => value));
  const more = [...new Set(used)].filter((value) => !there.has(value)).map((value) => ({ value, text: '' }));
  return [...options, ...more];
}
