/** The form of a group: first the path of a call from top to bottom, then everything else. */
import { PRESETS } from '../../../base/configuration/alert-info.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import { DAYS } from '../../../base/configuration/vocabulary.js';
import { zoneOptions } from '../configuration/choices.js';
import { destinationVariants, languageOptions } from '../configuration/words.js';
import type { Option, Section } from '../forms/fields.js';
import type { Language } from '../language.js';
import type { SwitchView } from '../switches/outlook.js';
import { groupTexts } from '../../words/words.js';
import { afterwardsSections } from './afterwards-sections.js';
import { heardSections } from './heard-sections.js';
import { labelled, option } from './labelled.js';

export const BLANK_GROUP = {
  number: '',
  name: '',
  enabled: true,
  leaders: [],
  blocked: [],
  anonymous: 'normal',
  rules: [],
  stages: [{ ringSec: 20, members: [] }],
  final: {},
  mobiles: true,
  busy: 'ring',
  sayCaller: false,
  display: '{group}: {caller}',
  externalCallerId: 'caller',
  ringback: { tone: 'de' },
  missedOnPhones: 'unanswered',
  recording: 'never',
  recordingOnTransfer: 'end',
  recordingPause: true,
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

type StateOf = (id: string) => SwitchState | undefined;

/**
 * @param stateOf the current state of a switch, until when it lasts and what follows, shown where a switch is chosen;
 * undefined: not known yet
 */
export function groupSections(
  configuration: Configuration,
  lang: Language,
  stateOf: StateOf = () => undefined,
): readonly Section[] {
  return Object.values(groupParts(configuration, lang, stateOf)).flat();
}

/** The sections by the part of the call's way that they describe, in the order of the form. */
export type GroupParts = ReturnType<typeof groupParts>;

export function groupParts({ switches }: Configuration, lang: Language, stateOf: StateOf = () => undefined) {
  const switchOptions = switches.map(({ id, name }) => {
    const known = stateOf(id);
    if (known === undefined) return { value: id, text: name, note: '' };
    const { state, why, until } = known;
    return { value: id, text: `${name} (${state})`, note: `${name}: ${state}, ${why}, ${until}` };
  });
  return {
    ...waySections(switchOptions, lang),
    phones: [phoneSection(lang)],
    heard: heardSections(lang),
    ...afterwardsSections(lang),
  };
}

type SwitchState = Pick<SwitchView, 'state' | 'why' | 'until'>;

function waySections(switches: readonly (Option & { readonly note: string })[], lang: Language) {
  const t = groupTexts[lang];
  const field = labelled(lang);
  const variants = destinationVariants(lang);
  return {
    basics: [basicsSection(lang)],
    anonymous: [anonymousSection(lang), blockedSection(lang)],
    rules: [rulesSection(switches, lang)],
    stages: [stageSection(lang)],
    final: [
      {
        title: t.finalTitle,
        fields: [{ kind: 'variant', ...field('final', 'final'), variants, required: true }],
      } satisfies Section,
    ],
  };
}

function basicsSection(lang: Language): Section {
  const t = groupTexts[lang];
  const field = labelled(lang);
  return {
    title: t.groupTitle,
    fields: [
      { kind: 'text', ...field('number', 'number'), required: true },
      { kind: 'text', ...field('name', 'name'), required: true },
      { kind: 'yesNo', ...field('enabled', 'enabled') },
      { kind: 'users', ...field('leaders', 'leaders') },
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
  };
}

function blockedSection(lang: Language): Section {
  const field = labelled(lang);
  return {
    title: groupTexts[lang].blockedTitle,
    fields: [
      { kind: 'lines', ...field('blocked', 'blocked') },
      { kind: 'text', ...field('blockedAnnouncement', 'blockedAnnouncement'), list: 'sounds' },
    ],
  };
}

function anonymousSection(lang: Language): Section {
  const t = groupTexts[lang];
  return {
    title: t.anonymousTitle,
    fields: [
      {
        kind: 'anonymous',
        ...labelled(lang)('anonymous', 'anonymous'),
        variants: destinationVariants(lang),
        options: [
          option('normal', t.anonymousNormal),
          option('reject', t.anonymousReject),
          option('divert', t.anonymousDivert),
        ],
      },
    ],
  };
}

function rulesSection(switches: readonly (Option & { readonly note: string })[], lang: Language): Section {
  const t = groupTexts[lang];
  return {
    title: t.rulesTitle,
    fields: [
      {
        kind: 'rules',
        ...labelled(lang)('rules', 'rules'),
        variants: destinationVariants(lang),
        switches,
        states: [option('on', t.isOn), option('off', t.isOff)],
      },
    ],
  };
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
      { kind: 'text', ...field('nameFile', 'nameFile'), list: 'sounds' },
      { kind: 'yesNo', ...field('sayCaller', 'sayCaller') },
    ],
  };
}

function phoneSection(lang: Language): Section {
  const t = groupTexts[lang];
  const field = labelled(lang);
  const policies = [
    option('never', t.never),
    option('unanswered', t.whenUnanswered),
    option('always', t.always),
  ];
  return {
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
  };
}
