/** The form of the settings of the whole system. */
import { CODE_KEYS, TALK_CODE_KEYS } from '../../../base/configuration/code-schema.js';
import { languageOptions } from '../configuration/words.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import { phoneCountryOptions, zoneOptions } from '../configuration/choices.js';
import type { Field, Section } from '../forms/fields.js';
import type { Language } from '../language.js';
import { settingsTexts } from '../../words/words.js';

/** The form of the settings. */
export function settingsSections(_configuration: Configuration, lang: Language): readonly Section[] {
  return [
    ...systemSections(lang),
    codeSection(lang),
    talkCodeSection(lang),
    numberSection(lang),
    blockedSection(lang),
    limitSection(lang),
    keepSection(lang),
    noticeSection(lang),
  ];
}

function option(value: string, text: string) {
  return { value, text };
}

function systemSections(lang: Language): readonly Section[] {
  const t = settingsTexts[lang];
  return [
    {
      title: t.houseTitle,
      fields: [{ kind: 'text', path: 'houseName', label: t.houseName, hint: t.houseNameHint }],
    },
    {
      title: t.placeTitle,
      fields: [
        {
          kind: 'choice',
          path: 'country',
          label: t.country,
          hint: t.countryHint,
          picker: true,
          options: phoneCountryOptions(lang),
        },
        {
          kind: 'choice',
          path: 'timezone',
          label: t.timezone,
          hint: t.timezoneHint,
          picker: true,
          options: zoneOptions(lang, 'required'),
        },
        {
          kind: 'choice',
          path: 'language',
          label: t.language,
          hint: t.languageHint,
          options: [option('', t.languageByCountry), ...languageOptions()],
        },
      ],
    },
    {
      title: t.switchTitle,
      fields: [
        { kind: 'text', path: 'domain', label: t.domain, hint: t.domainHint, required: true },
        { kind: 'text', path: 'gateway', label: t.gateway, hint: t.gatewayHint, list: 'gateways' },
        {
          kind: 'choice',
          path: 'gatewayFormat',
          label: t.gatewayFormat,
          hint: t.gatewayFormatHint,
          options: [
            option('e164', '+49301234567'),
            option('00', '0049301234567'),
            option('national', t.national),
          ],
        },
        ...callerFields(lang),
        { kind: 'text', path: 'voicemailProfile', label: t.voicemailProfile, hint: t.voicemailProfileHint },
        { kind: 'text', path: 'recordingsFolder', label: t.recordingsFolder, hint: t.recordingsFolderHint },
        { kind: 'number', path: 'maxGroups', label: t.maxGroups, hint: t.maxGroupsHint },
      ],
    },
    {
      title: t.confirmTitle,
      fields: [
        { kind: 'text', path: 'confirmFile', label: t.confirmFile, hint: t.confirmFileHint, list: 'sounds' },
        { kind: 'number', path: 'confirmSec', label: t.confirmSec, hint: t.confirmSecHint },
      ],
    },
  ];
}

function callerFields(lang: Language): readonly Field[] {
  const t = settingsTexts[lang];
  const notations = [
    option('automatic', t.automatic),
    option('national', t.callerNational),
    option('withCountryCode', t.withCountryCode),
  ];
  return [
    {
      kind: 'choice',
      path: 'callerNumbers',
      label: t.callerNumbers,
      hint: t.callerNumbersHint,
      options: notations,
    },
    { kind: 'trunks', path: 'trunks', label: t.trunks, hint: t.trunksHint, options: notations },
    {
      kind: 'choice',
      path: 'callerNames',
      label: t.callerNames,
      hint: t.callerNamesHint,
      options: [option('contacts', t.namesOfContacts), option('trunk', t.namesOfTrunk)],
    },
  ];
}

function numberSection(lang: Language): Section {
  const t = settingsTexts[lang];
  const numbers = 'externalNumbers';
  return {
    title: t.numbersTitle,
    fields: [
      {
        kind: 'lines',
        path: `${numbers}.countries`,
        label: t.countries,
        hint: t.countriesHint,
        list: 'number-countries',
      },
      {
        kind: 'several',
        path: `${numbers}.types`,
        label: t.types,
        hint: t.typesHint,
        options: (['geographic', 'mobile', 'tollFree', 'voip', 'personal', 'company'] as const).map((type) =>
          option(type, t[type]),
        ),
      },
      { kind: 'lines', path: `${numbers}.alsoPrefixes`, label: t.alsoPrefixes, hint: t.alsoPrefixesHint },
      {
        kind: 'lines',
        path: `${numbers}.neverPrefixes`,
        label: t.neverPrefixes,
        hint: t.neverPrefixesHint,
      },
    ],
  };
}

function codeSection(lang: Language): Section {
  const t = settingsTexts[lang];
  return {
    title: t.codesTitle,
    hint: t.codesHint,
    fields: CODE_KEYS.map((key) => ({
      kind: 'text',
      path: `codes.${key}`,
      label: t[`code_${key}`],
      hint: t[`code_${key}Hint`],
    })),
  };
}

function talkCodeSection(lang: Language): Section {
  const t = settingsTexts[lang];
  return {
    title: t.talkCodesTitle,
    hint: t.talkCodesHint,
    fields: TALK_CODE_KEYS.map((key) => ({
      kind: 'text',
      path: `talkCodes.${key}`,
      label: t[`code_${key}`],
      hint: t[`code_${key}Hint`],
    })),
  };
}

/** Of each group's recordings: on the page of the group. */
function keepSection(lang: Language): Section {
  const t = settingsTexts[lang];
  const kept = (key: 'callbacks' | 'notes' | 'mails' | 'audit' | 'outbox' | 'putAside') => ({
    kind: 'number' as const,
    path: `keepDays.${key}`,
    label: t[`keep_${key}`],
    hint: t[`keep_${key}Hint`],
  });
  return {
    title: t.keepTitle,
    hint: t.keepHint,
    fields: [
      { kind: 'number', path: 'keepCallsDays', label: t.keepCallsDays, hint: t.keepCallsDaysHint },
      ...(['callbacks', 'notes', 'mails', 'audit', 'outbox', 'putAside'] as const).map(kept),
    ],
  };
}

function blockedSection(lang: Language): Section {
  const t = settingsTexts[lang];
  return {
    title: t.blockedTitle,
    hint: t.blockedSettingsHint,
    fields: [
      { kind: 'lines', path: 'blocked', label: t.blocked, hint: t.blockedHint },
      {
        kind: 'text',
        path: 'blockedAnnouncement',
        label: t.blockedAnnouncement,
        hint: t.blockedAnnouncementHint,
        list: 'sounds',
      },
    ],
  };
}

function limitSection(lang: Language): Section {
  const t = settingsTexts[lang];
  const limit = (key: 'callsPerMinute' | 'perCaller' | 'perGroup' | 'atOnce') => ({
    kind: 'number' as const,
    path: `limits.${key}`,
    label: t[key],
    hint: t[`${key}Hint`],
    words: ['off'],
  });
  return {
    title: t.limitsTitle,
    hint: t.limitsHint,
    fields: [limit('callsPerMinute'), limit('perCaller'), limit('perGroup'), limit('atOnce')],
  };
}

function noticeSection(lang: Language): Section {
  const t = settingsTexts[lang];
  return {
    title: t.noticesTitle,
    hint: t.noticesHint,
    fields: [
      { kind: 'lines', path: 'notices.to', label: t.noticesTo, hint: t.noticesToHint },
      {
        kind: 'number',
        path: 'notices.failedCallsPercent',
        label: t.failedCallsPercent,
        hint: t.failedCallsPercentHint,
        words: ['off'],
      },
      {
        kind: 'number',
        path: 'notices.freeDiskPercent',
        label: t.freeDiskPercent,
        hint: t.freeDiskPercentHint,
      },
      {
        kind: 'number',
        path: 'notices.certificateDays',
        label: t.certificateDays,
        hint: t.certificateDaysHint,
      },
      {
        kind: 'number',
        path: 'notices.awayDays',
        label: t.awayDays,
        hint: t.awayDaysHint,
        words: ['off'],
      },
    ],
  };
}
