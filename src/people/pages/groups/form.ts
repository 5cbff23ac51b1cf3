/** The form of a group: first the path of a call from top to bottom, then everything else. */
import { PRESETS } from '../../../base/configuration/alert-info.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import { DAYS } from '../../../base/configuration/vocabulary.js';
import { zoneOptions } from '../configuration/choices.js';
import { dayNames, destinationVariants, languageOptions } from '../configuration/words.js';
import type { Field, Option, Section } from '../forms/fields.js';
import type { Language } from '../language.js';
import type { SwitchView } from '../switches/outlook.js';
import { groupTexts, type GroupKey } from '../../words/words.js';

export const BLANK_GROUP = {
  number: '',
  name: '',
  enabled: true,
  anonymous: 'normal',
  rules: [],
  stages: [{ ringSec: 20, members: [] }],
  final: {},
  mobiles: true,
  busy: 'ring',
  display: '{group}: {caller}',
  externalCallerId: 'caller',
  ringback: { tone: 'de' },
  missedOnPhones: 'unanswered',
  recording: 'never',
  recordingKeepDays: 90,
  missed: {
    gaveUpAfterSec: 5,
    final: ['voicemail', 'announcement', 'hangup'],
    diverted: 'unanswered',
    anonymous: true,
    mergeHours: 24,
    giveBackMin: 60,
  },
};

export const FRESH_BLOCKS = {
  greeting: { greeting: { file: '', answer: false, whenDiverted: false } },
  recordingNotice: { recordingNotice: { file: '' } },
  missed: { mail: { to: [], graceMin: 2, quiet: [] } },
  report: { to: [], at: '06:00', days: [...DAYS], callList: false, csv: false, perPerson: false },
};

/** The texts of a field are found by its name: label `display`, explanation `displayHint`. */
function labelled(lang: Language) {
  const t = groupTexts[lang];
  return (path: string, key: GroupKey & keyof typeof HINTS) => ({ path, label: t[key], hint: t[HINTS[key]] });
}

const HINTS = {
  number: 'numberHint',
  name: 'nameHint',
  enabled: 'enabledHint',
  language: 'languageHint',
  timezone: 'timezoneHint',
  anonymous: 'anonymousHint',
  rules: 'rulesHint',
  stages: 'stagesHint',
  final: 'finalHint',
  mobiles: 'mobilesHint',
  busy: 'busyHint',
  display: 'displayHint',
  alertInfo: 'alertInfoHint',
  missedOnPhones: 'missedOnPhonesHint',
  externalCallerId: 'externalCallerIdHint',
  publicNumber: 'publicNumberHint',
  ringback: 'ringbackHint',
  recording: 'recordingHint',
  recordingKeepDays: 'recordingKeepDaysHint',
  greetingFile: 'greetingFileHint',
  greetingAnswer: 'greetingAnswerHint',
  greetingWhenDiverted: 'greetingWhenDivertedHint',
  noticeFile: 'noticeFileHint',
  noticeMemberFile: 'noticeMemberFileHint',
  gaveUpAfterSec: 'gaveUpAfterSecHint',
  missedFinal: 'missedFinalHint',
  diverted: 'divertedHint',
  missedAnonymous: 'missedAnonymousHint',
  mergeHours: 'mergeHoursHint',
  giveBackMin: 'giveBackMinHint',
  mailTo: 'mailToHint',
  graceMin: 'graceMinHint',
  quiet: 'quietHint',
  reportTo: 'reportToHint',
  reportAt: 'reportAtHint',
  reportDays: 'reportDaysHint',
  callList: 'callListHint',
  csv: 'csvHint',
  perPerson: 'perPersonHint',
  pickup: 'pickupHint',
} as const satisfies Partial<Record<GroupKey, GroupKey>>;

/**
 * @param stateOf the current state of a switch, until when it lasts and what follows, shown where a switch is chosen;
 * undefined: not known yet
 */
export function groupSections(
  { switches }: Configuration,
  lang: Language,
  stateOf: (id: string) => SwitchState | undefined = () => undefined,
): readonly Section[] {
  const switchOptions = switches.map(({ id, name }) => {
    const known = stateOf(id);
    if (known === undefined) return { value: id, text: name, note: '' };
    const { state, why, until } = known;
    return { value: id, text: `${name} (${state})`, note: `${name}: ${state}, ${why}, ${until}` };
  });
  return [
    ...waySections(switchOptions, lang),
    ...phoneSections(lang),
    missedSection(lang),
    ...mailSections(lang),
  ];
}

type SwitchState = Pick<SwitchView, 'state' | 'why' | 'until'>;

function waySections(switches: readonly (Option & { readonly note: string })[], lang: Language): Section[] {
  const t = groupTexts[lang];
  const field = labelled(lang);
  const variants = destinationVariants(lang);
  return [
    {
      title: t.groupTitle,
      fields: [
        { kind: 'text', ...field('number', 'number'), required: true },
        { kind: 'text', ...field('name', 'name'), required: true },
        { kind: 'yesNo', ...field('enabled', 'enabled') },
        {
          kind: 'choice',
          ...field('language', 'language'),
          options: [option('', t.languageOfSettings), ...languageOptions()],
        },
        {
          kind: 'choice',
          ...field('timezone', 'timezone'),
          picker: true,
          options: zoneOptions(lang, 'optional'),
        },
      ],
    },
    {
      title: t.anonymousTitle,
      fields: [
        {
          kind: 'anonymous',
          ...field('anonymous', 'anonymous'),
          variants,
          options: [
            option('normal', t.anonymousNormal),
            option('reject', t.anonymousReject),
            option('divert', t.anonymousDivert),
          ],
        },
      ],
    },
    {
      title: t.rulesTitle,
      fields: [
        {
          kind: 'rules',
          ...field('rules', 'rules'),
          variants,
          switches,
          states: [option('on', t.isOn), option('off', t.isOff)],
        },
      ],
    },
    stageSection(lang),
    {
      title: t.finalTitle,
      fields: [{ kind: 'variant', ...field('final', 'final'), variants, required: true }],
    },
  ];
}

function stageSection(lang: Language): Section {
  const t = groupTexts[lang];
  const field = labelled(lang);
  return {
    title: t.stagesTitle,
    fields: [
      {
        kind: 'stages',
        ...field('stages', 'stages'),
        kinds: [
          option('user', t.memberUser),
          option('extension', t.memberExtension),
          option('external', t.memberExternal),
        ],
      },
      { kind: 'yesNo', ...field('mobiles', 'mobiles') },
      {
        kind: 'choice',
        ...field('busy', 'busy'),
        options: [option('ring', t.busyRing), option('skip', t.busySkip)],
      },
    ],
  };
}

function phoneSections(lang: Language): Section[] {
  const t = groupTexts[lang];
  const field = labelled(lang);
  const policies = [
    option('never', t.never),
    option('unanswered', t.whenUnanswered),
    option('always', t.always),
  ];
  return [
    {
      title: t.phonesTitle,
      fields: [
        { kind: 'text', ...field('display', 'display') },
        {
          kind: 'alertInfo',
          ...field('alertInfo', 'alertInfo'),
          presets: [
            option('', t.alertNone),
            ...PRESETS.map((preset) => option(preset, preset)),
            option('own', t.alertOwn),
          ],
        },
        { kind: 'choice', ...field('missedOnPhones', 'missedOnPhones'), options: policies },
        {
          kind: 'choice',
          ...field('externalCallerId', 'externalCallerId'),
          options: [option('caller', t.callerNumber), option('group', t.groupNumber)],
        },
        { kind: 'text', ...field('publicNumber', 'publicNumber'), isNumber: true },
        {
          kind: 'codeAccess',
          ...field('pickup', 'pickup'),
          options: [
            option('members', t.pickupMembers),
            option('nobody', t.pickupNobody),
            option('listed', t.pickupListed),
          ],
        },
      ],
    },
    {
      title: t.callerTitle,
      fields: [
        {
          kind: 'variant',
          ...field('ringback', 'ringback'),
          variants: [
            { value: 'tone', text: t.tone, what: 'de', list: 'tones', only: true },
            { value: 'file', text: t.file, what: 'willkommen.wav', list: 'sounds' },
            { value: 'music', text: t.music, what: 'moh', list: 'music' },
          ],
        },
        {
          kind: 'choice',
          ...field('recording', 'recording'),
          options: [option('never', t.never), option('outside', t.recordOutside), option('always', t.always)],
        },
        { kind: 'number', ...field('recordingKeepDays', 'recordingKeepDays') },
      ],
    },
    ...heardSections(lang),
  ];
}

/** Sounds before the phones ring, and before the talk. */
function heardSections(lang: Language): Section[] {
  const t = groupTexts[lang];
  const field = labelled(lang);
  return [
    {
      title: t.greetingTitle,
      block: 'greeting',
      blockLabel: t.greetingOn,
      fields: [
        { kind: 'text', ...field('greeting.file', 'greetingFile'), list: 'sounds', required: true },
        { kind: 'yesNo', ...field('greeting.answer', 'greetingAnswer') },
        { kind: 'yesNo', ...field('greeting.whenDiverted', 'greetingWhenDiverted') },
      ],
    },
    {
      title: t.noticeTitle,
      block: 'recordingNotice',
      blockLabel: t.noticeOn,
      fields: [
        { kind: 'text', ...field('recordingNotice.file', 'noticeFile'), list: 'sounds', required: true },
        { kind: 'text', ...field('recordingNotice.memberFile', 'noticeMemberFile'), list: 'sounds' },
      ],
    },
  ];
}

function missedSection(lang: Language): Section {
  const t = groupTexts[lang];
  const field = labelled(lang);
  const policies = [
    option('never', t.never),
    option('unanswered', t.divertedUnanswered),
    option('always', t.always),
  ];
  const kinds = destinationVariants(lang).map(({ value, text }) => option(value, text));
  return {
    title: t.missedTitle,
    hint: t.missedSectionHint,
    fields: [
      { kind: 'number', ...field('missed.gaveUpAfterSec', 'gaveUpAfterSec'), words: ['never'] },
      { kind: 'choice', ...field('missed.diverted', 'diverted'), options: policies },
      { kind: 'several', ...field('missed.final', 'missedFinal'), options: kinds },
      { kind: 'yesNo', ...field('missed.anonymous', 'missedAnonymous') },
      { kind: 'number', ...field('missed.mergeHours', 'mergeHours') },
      { kind: 'number', ...field('missed.giveBackMin', 'giveBackMin') },
    ],
  };
}

function mailSections(lang: Language): Section[] {
  const t = groupTexts[lang];
  const field = labelled(lang);
  const report: Field[] = [
    { kind: 'recipients', ...field('report.to', 'reportTo') },
    { kind: 'text', ...field('report.at', 'reportAt') },
    {
      kind: 'several',
      ...field('report.days', 'reportDays'),
      options: DAYS.map((day, index) => option(day, dayNames(lang)[index] ?? day)),
    },
    { kind: 'yesNo', ...field('report.callList', 'callList') },
    { kind: 'yesNo', ...field('report.csv', 'csv') },
    { kind: 'yesNo', ...field('report.perPerson', 'perPerson') },
  ];
  return [
    {
      title: t.mailTitle,
      block: 'missed.mail',
      blockLabel: t.mailOn,
      fields: [
        { kind: 'recipients', ...field('missed.mail.to', 'mailTo') },
        { kind: 'number', ...field('missed.mail.graceMin', 'graceMin') },
        { kind: 'windows', ...field('missed.mail.quiet', 'quiet') },
      ],
    },
    { title: t.reportTitle, block: 'report', blockLabel: t.reportOn, fields: report },
  ];
}

function option(value: string, text: string): Option {
  return { value, text };
}
