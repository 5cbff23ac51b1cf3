/** What comes of calls: missed calls, mails and the daily report in a group's form. */
import { DAYS } from '../../../base/configuration/vocabulary.js';
import { dayNames, destinationVariants } from '../configuration/words.js';
import type { Field, Section } from '../forms/fields.js';
import type { Language } from '../language.js';
import { groupTexts } from '../../words/words.js';
import { labelled, option } from './labelled.js';

export function afterwardsSections(lang: Language) {
  return { missed: [missedSection(lang)], ...mailSections(lang) };
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

function mailSections(lang: Language): { readonly mail: Section[]; readonly report: Section[] } {
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
  const mail: Section = {
    title: t.mailTitle,
    block: 'missed.mail',
    blockLabel: t.mailOn,
    fields: [
      { kind: 'recipients', ...field('missed.mail.to', 'mailTo') },
      { kind: 'number', ...field('missed.mail.graceMin', 'graceMin') },
      { kind: 'windows', ...field('missed.mail.quiet', 'quiet') },
    ],
  };
  return {
    mail: [mail],
    report: [{ title: t.reportTitle, block: 'report', blockLabel: t.reportOn, fields: report }],
  };
}
