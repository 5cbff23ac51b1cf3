/** What is not on the way itself, each part in one line: what callers hear, what phones show, what follows. Pure. */
import type { Group, Ringback } from '../../../../base/model/snapshot.js';
import { countryOfTone } from '../../../../base/configuration/group-schema.js';
import { clockText } from '../../../../base/model/time-window.js';
import { fill, type Language } from '../../language.js';
import { groupTexts, pictureTexts } from '../../../words/words.js';

export interface PartLine {
  readonly text: string;
  /** It does something; otherwise it is shown as switched off. */
  readonly on: boolean;
}

/** By the part that is opened to change it. */
export function summaries(group: Group, lang: Language) {
  return {
    heard: heardLines(group, lang),
    ringing: { text: ringingText(group, lang), on: group.mobiles },
    phones: { text: phonesText(group, lang), on: true },
    missed: { text: missedText(group, lang), on: true },
    mail: mailLine(group, lang),
    report: reportLine(group, lang),
  };
}

function heardLines({ greeting, recordingNotice, recording, ringback }: Group, lang: Language): string[] {
  const t = pictureTexts[lang];
  const policy = { never: null, outside: t.recordsOutside, always: t.recordsAlways }[recording];
  return [
    ...(greeting === undefined
      ? [t.noGreeting]
      : [fill(greeting.answer ? t.greetingAnswered : t.greeting, { file: greeting.file })]),
    ...(policy === null ? [] : [policy]),
    ...(policy === null || recordingNotice === undefined
      ? []
      : [fill(t.notice, { file: recordingNotice.file })]),
    ringbackText(ringback, lang),
  ];
}

function ringbackText(ringback: Ringback, lang: Language): string {
  const t = pictureTexts[lang];
  switch (ringback.kind) {
    case 'tone': {
      const code = countryOfTone(ringback.country);
      const country = new Intl.DisplayNames([lang], { type: 'region' }).of(code) ?? code;
      return fill(t.ringbackTone, { country });
    }
    case 'file':
      return fill(t.ringbackFile, { file: ringback.file });
    case 'music':
      return fill(t.ringbackMusic, { stream: ringback.stream });
  }
}

function ringingText({ mobiles, busy, sayCaller, nameFile }: Group, lang: Language): string {
  const t = pictureTexts[lang];
  const says = mobiles && (sayCaller || nameFile !== undefined);
  return [
    mobiles ? t.mobilesRing : t.mobilesOff,
    busy === 'ring' ? t.busyRing : t.busySkip,
    ...(says ? [t.saysFirst] : []),
  ].join(' · ');
}

function phonesText({ display, alertInfo, externalCallerId }: Group, lang: Language): string {
  const t = pictureTexts[lang];
  return [
    fill(t.display, { display }),
    ...(alertInfo === undefined ? [] : [t.melody]),
    externalCallerId === 'caller' ? t.showsCaller : t.showsGroup,
  ].join(' · ');
}

function missedText({ missed }: Group, lang: Language): string {
  const t = pictureTexts[lang];
  return missed.gaveUpAfterSec === undefined ? t.missedNever : fill(t.missed, { sec: missed.gaveUpAfterSec });
}

function mailLine({ missed: { mail } }: Group, lang: Language): PartLine {
  const t = pictureTexts[lang];
  if (mail === undefined) return { text: t.mailOff, on: false };
  const names = mail.to.map(({ name, address }) => name ?? address).join(', ');
  return { text: fill(t.mail, { names, min: mail.graceMin }), on: true };
}

function reportLine({ report }: Group, lang: Language): PartLine {
  const t = pictureTexts[lang];
  if (report === undefined) return { text: t.reportOff, on: false };
  const names = report.to.map(({ name, address }) => name ?? address).join(', ');
  return { text: fill(t.report, { names, at: clockText(report.atMinute) }), on: true };
}

/** The name of each part, as heading of its own form and on the button that opens it. */
export function partTitles(lang: Language) {
  const t = pictureTexts[lang];
  const g = groupTexts[lang];
  const plain = (title: string) => title.replace(/^\d+\. /, '');
  return {
    basics: g.groupTitle,
    anonymous: t.anonymous,
    rules: plain(g.rulesTitle),
    heard: t.heardTitle,
    ringing: t.ringingTitle,
    final: plain(g.finalTitle),
    phones: g.phonesTitle,
    missed: g.missedTitle,
    mail: g.mailTitle,
    report: g.reportTitle,
  };
}

export type PartKey = keyof ReturnType<typeof partTitles>;
