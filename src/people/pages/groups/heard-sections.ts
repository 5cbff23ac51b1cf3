/** What callers hear, and who picks up: ringback, recording, greeting and notice in a group's form. */
import type { Section } from '../forms/fields.js';
import type { Language } from '../language.js';
import { groupTexts } from '../../words/words.js';
import { labelled, option } from './labelled.js';

export function heardSections(lang: Language): Section[] {
  const t = groupTexts[lang];
  const field = labelled(lang);
  return [
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
        {
          kind: 'choice',
          ...field('recordingOnTransfer', 'recordingOnTransfer'),
          options: [option('end', t.recordingEnds), option('goOn', t.recordingGoesOn)],
        },
        { kind: 'yesNo', ...field('recordingPause', 'recordingPause') },
        { kind: 'number', ...field('recordingKeepDays', 'recordingKeepDays') },
      ],
    },
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
